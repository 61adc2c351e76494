import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/base/clock.ts';
import { Peer } from '../../../src/swarm/peer.ts';
import { Uploads } from '../../../src/swarm/uploads.ts';
import { OwnSession } from '../../../src/wire/session-own.ts';
import { createLinkPair } from '../../support/memory-link.ts';
import { createNetwork } from '../../support/network.ts';
import { createVirtualTime, settle } from '../../support/virtual-clock.ts';

const SEGMENT_BYTES = 20_000_000;
const LINE_BITS = 8_000_000;
const SLOW_BITS = 1_600_000;

type StageOptions = {
  readonly count?: number;
  readonly bits?: number;
  readonly downBits?: number;
  readonly sizeBytes?: number;
  readonly maxBytesPerSecond?: number | null;
  readonly isHidden?: boolean;
};

/** The clock of a hidden page: timers come round once a second. */
function hide(clock: Clock): Clock {
  const align = (ms: number) => Math.ceil((clock.nowMs() + ms) / 1000) * 1000 - clock.nowMs();
  return { ...clock, nowMs: () => clock.nowMs(), schedule: (ms, task) => clock.schedule(align(ms), task) };
}

/** One who sends, and those who may ask for a segment of it, over a line of 200 bytes a millisecond unless said. */
async function createCrowd({
  count = 12,
  bits = SLOW_BITS,
  downBits = 100 * LINE_BITS,
  sizeBytes = SEGMENT_BYTES,
  maxBytesPerSecond = null,
  isHidden = false,
}: StageOptions = {}) {
  const time = createVirtualTime();
  const network = createNetwork(time);
  const up = network.createUplink(bits);
  const clock = isHidden ? hide(time.clockOf(1)) : time.clockOf(1);
  const world = { isStarving: false };
  const uploads = new Uploads({
    clock,
    slots: 3,
    maxBytesPerSecond,
    isStarving: () => world.isStarving,
    find: () => ({ sizeBytes, read: ({ start, end }) => new Uint8Array(end - start) }),
    states: () => [],
  });
  const askers = Array.from({ length: count }, (_, i) => {
    const end = (machine: number, line: typeof up) => ({
      machine,
      peerId: `-FV0100-peer${String(machine).padStart(8, '0')}`,
      up: line,
      down: network.createDownlink(downBits),
    });
    const ends = [end(1, up), end(i + 2, network.createUplink(LINE_BITS))] as const;
    const [toAsker, toSender] = createLinkPair({ time, network }, ends, { rttMs: 20, bitsPerSecond: 100 * LINE_BITS });
    const sender = new OwnSession({ link: toAsker, clock, pace: uploads.paceOf(toAsker.remotePeerId) });
    const session = new OwnSession({ link: toSender, clock: time.clockOf(i + 2), pace: () => 0 });
    const peer = new Peer(sender, sender.peerId, 0);
    sender.on('requested', (request) => uploads.handle(peer, request));
    sender.on('dataSent', ({ id, bytes }) => uploads.handleSent(peer, id, bytes));
    sender.on('uploadEnded', ({ id }) => uploads.handleEnd(peer, id));
    const asker = { session, sender, peer, receivedBytes: 0 };
    session.on('dataReceived', ({ bytes }) => {
      asker.receivedBytes += bytes.length;
    });
    return asker;
  });
  const runTo = async (atMs: number) => {
    await time.runUntil(atMs);
    await settle();
  };
  await runTo(100);
  return { askers, uploads, world, runTo, nowMs: () => time.nowMs() };
}

/** One alone asks for a whole segment, over a line of 1,000 bytes a millisecond unless said. */
async function createStage(options: StageOptions = {}) {
  const { askers, uploads, world, runTo, nowMs } = await createCrowd({ count: 1, bits: LINE_BITS, ...options });
  const asker = askers[0]!;
  const range = { start: 0, end: SEGMENT_BYTES };
  asker.session.request({ streamKey: 'main-0', segmentId: 0, range, segmentSizeBytes: SEGMENT_BYTES });
  return {
    world,
    uploads,
    /** @returns bytes a millisecond that arrived. */
    async run(forMs: number): Promise<number> {
      const before = asker.receivedBytes;
      await runTo(nowMs() + forMs);
      return (asker.receivedBytes - before) / forMs;
    },
  };
}

describe('Uploads', () => {
  it('measures what has left, though a queue takes everything at once', async () => {
    const stage = await createStage({ bits: SLOW_BITS });
    await stage.run(100);
    expect(stage.uploads.bytesPerMs() ?? 0).toBeLessThan(1.3 * (SLOW_BITS / 8000));
    await stage.run(3000);
    const measured = stage.uploads.bytesPerMs() ?? 0;
    expect(measured / (SLOW_BITS / 8000)).toBeGreaterThan(0.8);
    expect(measured / (SLOW_BITS / 8000)).toBeLessThan(1.2);
  });

  it('sends as fast as the line while nothing speaks against it', async () => {
    const stage = await createStage();
    expect(await stage.run(2000)).toBeGreaterThan(900);
  });

  it('leaves half of a slow line free while its own playback stands still, and takes it again after', async () => {
    const stage = await createStage({ bits: SLOW_BITS });
    expect(await stage.run(8000)).toBeGreaterThan(180);
    stage.world.isStarving = true;
    await stage.run(1000);
    const spared = await stage.run(4000);
    expect(spared).toBeGreaterThan(70);
    expect(spared).toBeLessThan(130);
    stage.world.isStarving = false;
    await stage.run(500);
    expect(await stage.run(2000)).toBeGreaterThan(170);
  });

  it('goes on at the speed of a fast line while its own playback stands still: others stand still too', async () => {
    const stage = await createStage();
    await stage.run(4000);
    stage.world.isStarving = true;
    expect(await stage.run(2000)).toBeGreaterThan(900);
  });

  it.each([LINE_BITS, SLOW_BITS])(
    'never stops because its own playback stands still from the beginning (%d bit/s)',
    async (bits) => {
      const stage = await createStage({ bits });
      stage.world.isStarving = true;
      await stage.run(8000);
      expect(await stage.run(4000)).toBeGreaterThan((0.4 * bits) / 8000);
    },
  );

  it('sends as fast as a slow line from a hidden page, whose timers come round once a second', async () => {
    const stage = await createStage({ bits: SLOW_BITS, isHidden: true });
    await stage.run(2000);
    expect(await stage.run(6000)).toBeGreaterThan(180);
  });

  it('keeps to the cap that it was given', async () => {
    const stage = await createStage({ maxBytesPerSecond: 200_000 });
    await stage.run(500);
    const capped = await stage.run(2000);
    expect(capped).toBeGreaterThan(150);
    expect(capped).toBeLessThan(230);
  });
});

describe('Uploads to many', () => {
  it('never let news wait behind seconds of blocks', async () => {
    const { askers, runTo, nowMs } = await createCrowd();
    const heardMs: number[] = [];
    for (const { session } of askers) {
      for (const block of [0, 1]) {
        const range = { start: block * 32_256, end: (block + 1) * 32_256 };
        session.request({ streamKey: 'main-0', segmentId: 0, range, segmentSizeBytes: SEGMENT_BYTES });
      }
      session.on('availabilityChanged', () => heardMs.push(nowMs()));
    }
    await runTo(600);
    const state = { streamKey: 'main-0', loaded: [0], loading: [] };
    for (const { sender } of askers) sender.announce(state, null);
    await runTo(5000);
    expect(heardMs).toHaveLength(askers.length);
    expect(Math.max(...heardMs) - 600).toBeLessThan(700);
  });

  it('use a fast line though each of those who ask receives slowly', async () => {
    const { askers, runTo } = await createCrowd({ bits: 10 * LINE_BITS, downBits: LINE_BITS, sizeBytes: 600_000 });
    const ask = (session: OwnSession) =>
      session.request({
        streamKey: 'main-0',
        segmentId: 0,
        range: { start: 0, end: 600_000 },
        segmentSizeBytes: 600_000,
      });
    for (const { session } of askers) {
      session.on('busyChanged', ({ isBusy }) => {
        if (!isBusy) ask(session);
      });
      session.on('requestEnded', ({ outcome }) => {
        if (outcome === 'completed') ask(session);
      });
      ask(session);
    }
    await runTo(3600);
    const total = askers.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
    // Three at a time would have had 10.5 MB.
    expect(total / 1e6).toBeGreaterThan(14);
  });

  it('send first to those who can hand on most, and a whole segment to each rather than a part to all', async () => {
    const sizeBytes = 2_400_000;
    const { askers, runTo, nowMs } = await createCrowd({ count: 3, bits: 4 * LINE_BITS, sizeBytes });
    const range = { start: 0, end: sizeBytes };
    const ask = ({ session }: (typeof askers)[number]) =>
      session.request({ streamKey: 'main-0', segmentId: 0, range, segmentSizeBytes: sizeBytes });
    // The line is known before the race.
    ask(askers[0]!);
    await runTo(2000);
    const startMs = nowMs();
    const ended: { readonly who: number; readonly ms: number }[] = [];
    askers.forEach((asker, who) => {
      asker.peer.setWindow('main-0', { startId: 0, endId: 9, uplink: 10 * (who + 1) });
      asker.session.on('requestEnded', () => ended.push({ who, ms: nowMs() - startMs }));
      ask(asker);
    });
    await runTo(startMs + 4000);
    expect(ended.map(({ who }) => who)).toEqual([2, 1, 0]);
    // In turns of all they would end together, after 1.8 s.
    expect(ended[0]?.ms).toBeLessThan(1400);
    expect(ended[2]?.ms).toBeLessThan(2400);
  });

  it('keep no place for a request beyond the end', async () => {
    const { askers, uploads, runTo } = await createCrowd({ sizeBytes: 600_000 });
    const outcomes: string[] = [];
    for (const { session } of askers) {
      session.on('requestEnded', ({ outcome }) => outcomes.push(outcome));
      const range = { start: 600_000, end: 700_000 };
      session.request({ streamKey: 'main-0', segmentId: 0, range, segmentSizeBytes: 600_000 });
    }
    await runTo(500);
    expect(outcomes).toEqual(askers.map(() => 'absent'));
    expect(uploads.activeCount).toBe(0);
  });

  it('tell of a free place as many as there are places, not everybody who waits', async () => {
    const { askers, runTo } = await createCrowd({ sizeBytes: 600_000 });
    const range = { start: 0, end: 600_000 };
    const told = new Set<number>();
    askers.forEach(({ session }, i) => {
      session.on('busyChanged', ({ isBusy }) => {
        if (!isBusy) told.add(i);
      });
      session.request({ streamKey: 'main-0', segmentId: 0, range, segmentSizeBytes: 600_000 });
    });
    for (let atMs = 500; atMs < 12_000 && told.size === 0; atMs += 50) await runTo(atMs);
    expect(told.size).toBe(1);
  });

  it('send a whole segment to one after the other on a line that is known to be slow', async () => {
    const { askers, runTo } = await createCrowd({ sizeBytes: 600_000 });
    const range = { start: 0, end: 600_000 };
    const first = { start: 0, end: 32_256 };
    askers[0]?.session.request({ streamKey: 'main-0', segmentId: 0, range: first, segmentSizeBytes: 600_000 });
    await runTo(1000);
    for (const { session } of askers) {
      session.request({ streamKey: 'main-0', segmentId: 0, range, segmentSizeBytes: 600_000 });
    }
    await runTo(5000);
    expect(Math.max(...askers.map(({ receivedBytes }) => receivedBytes))).toBeGreaterThanOrEqual(600_000);
  });
});
