import { describe, expect, it } from 'vitest';
import type { Live, Video } from '../../../src/media/video.ts';
import type { LiveSocketHandlers } from '../../../src/source/live-socket.ts';
import { watchLive } from '../../../src/source/live-watch.ts';
import { createRecordedHttp, FIRST, fixtureJson, json, type RecordedAnswer } from '../../support/recorded-http.ts';
import { createManualClock, createSourcePorts } from '../../support/source-ports.ts';

const ID = 'f44985b1-0f5a-464e-b6a9-e482bc040e18';
const film = fixtureJson('video-live.json');

function createWatch(live: Partial<Live>, options: { hasSocket?: boolean; answer?: () => RecordedAnswer } = {}) {
  const clock = createManualClock();
  const http = createRecordedHttp([() => options.answer?.() ?? 'silence']);
  let handlers: LiveSocketHandlers | null = null;
  let closed = 0;
  const video = {
    id: ID,
    instance: { origin: FIRST, name: '', software: 'peertube', version: '6.3.0' },
    live: {
      state: 'waiting',
      isPermanent: false,
      latency: 'default',
      dvrSeconds: null,
      startsAt: [],
      numericId: 9,
      ...live,
    },
  } as unknown as Video;
  const watch = watchLive({
    ports: createSourcePorts(http, clock),
    video,
    ...(options.hasSocket === false
      ? {}
      : {
          connect(request, given) {
            expect(request).toEqual({ origin: FIRST, numericId: 9 });
            handlers = given;
            return { close: () => (closed += 1) };
          },
        }),
  });
  const events: unknown[] = [];
  watch.on('streaming', () => events.push('streaming'));
  watch.on('ended', (event) => events.push(event));
  watch.on('viewersChanged', ({ viewerCount }) => events.push(viewerCount));
  const pass = async (ms: number) => {
    // Each answer takes some turns of the microtask queue.
    for (let i = 0; i < ms / 1000; i++) {
      clock.advance(1000);
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    }
  };
  return { watch, http, events, pass, socket: () => handlers!, closed: () => closed };
}

describe('watchLive', () => {
  it('tells what the socket says: start, viewers, end, return', () => {
    const { watch, events, socket } = createWatch({ isPermanent: true });
    socket().onConnection(true);
    socket().onState(1);
    socket().onState(1);
    socket().onViewers(2);
    socket().onState(4);
    socket().onState(1);
    socket().onForceEnd();
    expect(events).toEqual(['streaming', 2, { isComingBack: true }, 'streaming', { isComingBack: true }]);
    expect(watch.state).toBe('waiting');
  });

  it('ends for good where the live does not come back', () => {
    const { watch, events, socket } = createWatch({ state: 'streaming', isPermanent: true });
    socket().onState(5);
    socket().onForceEnd();
    expect(events).toEqual([{ isComingBack: false }]);
    expect(watch.state).toBe('ended');
  });

  it('asks the instance where there is no socket, soon at first and then less often', async () => {
    let answer: RecordedAnswer = json({ ...film, state: { id: 4 } });
    const { events, http, pass } = createWatch({}, { hasSocket: false, answer: () => answer });
    await pass(120_000);
    expect(events).toEqual([]);
    expect(http.asked.length).toBeGreaterThanOrEqual(7);
    expect(http.asked.length).toBeLessThanOrEqual(12);
    answer = json(film);
    await pass(40_000);
    expect(events).toEqual(['streaming']);
  });

  it('trusts a published state only with a playlist, and takes a replay for an end', async () => {
    let answer: RecordedAnswer = json({ ...film, streamingPlaylists: [] });
    const { events, pass } = createWatch({}, { hasSocket: false, answer: () => answer });
    await pass(30_000);
    expect(events).toEqual([]);
    answer = json(film);
    await pass(30_000);
    answer = json({ ...film, isLive: false });
    await pass(30_000);
    expect(events).toEqual(['streaming', { isComingBack: false }]);
  });

  it('asks seldom beside a socket that is there', async () => {
    const { http, socket, pass } = createWatch({}, { answer: () => json({ ...film, state: { id: 4 } }) });
    socket().onConnection(true);
    await pass(20_000);
    expect(http.asked.length).toBe(2);
    await pass(200_000);
    expect(http.asked.length).toBeLessThanOrEqual(6);
  });

  it('asks at the moment for which the live is planned', async () => {
    // The clock of these tests begins at 19:00:00.
    const { http, socket, pass } = createWatch(
      { startsAt: ['2026-11-23T19:00:40.000Z'] },
      { answer: () => json({ ...film, state: { id: 4 } }) },
    );
    socket().onConnection(true);
    await pass(38_000);
    expect(http.asked).toHaveLength(2);
    await pass(3000);
    expect(http.asked).toHaveLength(3);
  });

  it('survives silence and nonsense', async () => {
    const answers: RecordedAnswer[] = [
      'silence',
      { status: 200, body: '<html>' },
      json([]),
      json({ isLive: true, state: 'x' }),
      { status: 500, body: '' },
    ];
    const { watch, events, pass } = createWatch(
      { state: 'streaming' },
      { hasSocket: false, answer: () => answers.shift() ?? 'silence' },
    );
    await pass(60_000);
    expect(events).toEqual([]);
    expect(watch.state).toBe('streaming');
  });

  it('ends in silence, and may be destroyed twice', async () => {
    const { watch, events, http, socket, pass, closed } = createWatch({}, { answer: () => json(film) });
    watch.destroy();
    watch.destroy();
    socket().onState(1);
    socket().onViewers(3);
    await pass(60_000);
    expect(events).toEqual([]);
    expect(http.asked).toEqual([]);
    expect(closed()).toBe(1);
  });
});
