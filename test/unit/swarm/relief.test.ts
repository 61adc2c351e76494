import { expect, it } from 'vitest';
import type { ByteRange } from '../../../src/base/units.ts';
import { IDLE_PLAYHEAD } from '../../../src/media/playhead.ts';
import { OwnSession } from '../../../src/wire/session-own.ts';
import { createFilm, createStage } from '../../support/swarm-stage.ts';

const FILM = createFilm({ segments: 1, segmentBytes: 220_000 });
/** From one block to the next: some 100 and 300 bytes a millisecond. */
const SLOW_MS = 300;
const QUICK_MS = 100;

it('stays with a peer that was quicker than who should relieve it', async () => {
  const { stage, viewer, join, asked } = createScene();
  const slow = { gapMs: SLOW_MS, isSilent: false };
  join('slow', slow);
  await stage.run(500);
  const loading = viewer.load(0);
  await stage.run(500);
  expect(asked).toEqual(['slow']);
  // The second never answers; meanwhile the first becomes quick.
  join('silent', { gapMs: QUICK_MS, isSilent: true, onRequested: () => (slow.gapMs = QUICK_MS) });
  await stage.run(1000);
  expect((await loading).bytes).toEqual(FILM.bytesOf(0));
  expect(asked).toEqual(['slow', 'silent']);
  expect(viewer.supply.stats().wastedBytes).toBe(0);
});

it('tells a peer where to stop once another has begun to send the rest', async () => {
  const { stage, viewer, join, asked } = createScene();
  const slow = join('slow', { gapMs: SLOW_MS, isSilent: false });
  await stage.run(500);
  const loading = viewer.load(0);
  // He plays what he has, and it is soon over.
  viewer.supply.setPlayhead({ ...IDLE_PLAYHEAD, isPaused: false, bufferedEndSeconds: 0.5, activeStreams: ['main-0'] });
  await stage.run(500);
  const quick = join('quick', { gapMs: QUICK_MS, isSilent: false });
  await stage.run(1500);
  expect((await loading).bytes).toEqual(FILM.bytesOf(0));
  expect(asked).toEqual(['slow', 'quick']);
  // It came to its end by itself, and nothing had to be cancelled.
  expect(slow.ends).toEqual([true]);
  expect(slow.sentBytes).toBeLessThan(FILM.bytesOf(0).length);
  expect(slow.sentBytes + quick.sentBytes).toBe(FILM.bytesOf(0).length);
  expect(viewer.supply.stats().wastedBytes).toBe(0);
});

type Manner = { gapMs: number; readonly isSilent: boolean; onRequested?(): void };

/** A viewer without a server, and neighbours who hold the segment and send a block now and then. */
function createScene() {
  const stage = createStage({ film: FILM });
  const clock = stage.time.clockOf(99);
  const bytes = FILM.bytesOf(0);
  const source = { sizeBytes: bytes.length, read: ({ start, end }: ByteRange) => bytes.subarray(start, end) };
  const asked: string[] = [];
  const join = (name: string, manner: Manner) => {
    const neighbour = { sentBytes: 0, ends: [] as boolean[] };
    let nextMs = 0;
    const pace = () => {
      const waitMs = nextMs - clock.nowMs();
      if (waitMs > 0) return waitMs;
      nextMs = clock.nowMs() + manner.gapMs;
      return 0;
    };
    stage.addStranger(`-FV0100-${name}`.padEnd(20, '0'), (link) => {
      const session = new OwnSession({ link, clock, pace });
      session.on('requested', ({ id }) => {
        asked.push(name);
        manner.onRequested?.();
        if (manner.isSilent) return;
        session.serve(id, source);
        // Nobody asks it for more meanwhile.
        session.setBusy(true);
      });
      session.on('dataSent', (sent) => {
        neighbour.sentBytes += sent.bytes;
      });
      session.on('uploadEnded', ({ isComplete }) => neighbour.ends.push(isComplete));
      session.announce({ streamKey: 'main-0', loaded: [0], loading: [] }, null);
    });
    return neighbour;
  };
  return { stage, viewer: stage.addViewer({ config: { maxOriginTransfers: 0 } }), join, asked };
}
