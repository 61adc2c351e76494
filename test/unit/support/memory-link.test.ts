import { describeLink } from '../../compliance/link.ts';
import { createLinkPair, type LinkEnd } from '../../support/memory-link.ts';
import { createNetwork } from '../../support/network.ts';
import { createVirtualTime } from '../../support/virtual-clock.ts';
import { runUntil } from './run-until.ts';

const BITS_PER_SECOND = 10_000_000;

describeLink('createLinkPair', async () => {
  const time = createVirtualTime();
  const network = createNetwork(time);
  const createEnd = (machine: number): LinkEnd => ({
    machine,
    peerId: `-TS0000-00000000000${machine}`,
    up: network.createUplink(BITS_PER_SECOND),
    down: network.createDownlink(BITS_PER_SECOND),
  });
  const path = { rttMs: 80, bitsPerSecond: BITS_PER_SECOND };
  const ends = [createEnd(1), createEnd(2)] as const;
  const [near, far] = createLinkPair({ time, network }, ends, path);
  return {
    near,
    far,
    nearPeerId: ends[0].peerId,
    farPeerId: ends[1].peerId,
    until: (condition) => runUntil(time, condition),
    settle: () => time.runUntil(time.nowMs() + 10_000),
    dispose: () => undefined,
  };
});
