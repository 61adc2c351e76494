import { describe, expect, it } from 'vitest';
import { Peer } from '../../../src/swarm/peer.ts';
import { Uploads } from '../../../src/swarm/uploads.ts';
import { OwnSession } from '../../../src/wire/session-own.ts';
import { createLinkPair } from '../../support/memory-link.ts';
import { createNetwork } from '../../support/network.ts';
import { createVirtualTime, settle } from '../../support/virtual-clock.ts';

const SEGMENT_BYTES = 20_000_000;
const LINE_BITS = 8_000_000;
const SLOW_BITS = 1_600_000;

/** One who sends a segment to one who asks for it, over a line of 1,000 bytes a millisecond unless said. */
async function createStage({
  maxBytesPerSecond = null,
  bits = LINE_BITS,
}: {
  maxBytesPerSecond?: number | null;
  bits?: number;
} = {}) {
  const time = createVirtualTime();
  const network = createNetwork(time);
  const end = (machine: number, peerId: string) => ({
    machine,
    peerId,
    up: network.createUplink(bits),
    down: network.createDownlink(100 * LINE_BITS),
  });
  const [toAsker, toSender] = createLinkPair(
    { time, network },
    [end(1, '-FV0100-sender000000'), end(2, '-FV0100-asker0000000')],
    { rttMs: 20, bitsPerSecond: 100 * LINE_BITS },
  );
  const world = { isStarving: false, receivedBytes: 0 };
  const clock = time.clockOf(1);
  const uploads = new Uploads({
    clock,
    slots: 3,
    maxBytesPerSecond,
    isStarving: () => world.isStarving,
    find: () => ({ sizeBytes: SEGMENT_BYTES, read: ({ start, end }) => new Uint8Array(end - start) }),
    states: () => [],
  });
  const sender = new OwnSession({ link: toAsker, clock, pace: uploads.pace });
  const asker = new OwnSession({ link: toSender, clock: time.clockOf(2), pace: () => 0 });
  const peer = new Peer(sender, sender.peerId, 0);
  sender.on('requested', (request) => uploads.handle(peer, request));
  sender.on('dataSent', ({ id, bytes }) => uploads.handleSent(peer, id, bytes));
  sender.on('uploadEnded', ({ id }) => uploads.handleEnd(peer, id));
  asker.on('dataReceived', ({ bytes }) => {
    world.receivedBytes += bytes.length;
  });
  await time.runUntil(100);
  const range = { start: 0, end: SEGMENT_BYTES };
  asker.request({ streamKey: 'main-0', segmentId: 0, range, segmentSizeBytes: SEGMENT_BYTES });
  return {
    world,
    uploads,
    /** @returns bytes a millisecond that arrived. */
    async run(forMs: number): Promise<number> {
      const before = world.receivedBytes;
      await time.runUntil(time.nowMs() + forMs);
      await settle();
      return (world.receivedBytes - before) / forMs;
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

  it('keeps to the cap that it was given', async () => {
    const stage = await createStage({ maxBytesPerSecond: 200_000 });
    await stage.run(500);
    const capped = await stage.run(2000);
    expect(capped).toBeGreaterThan(150);
    expect(capped).toBeLessThan(230);
  });
});
