import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../src/base/random.ts';
import type { Link } from '../../../src/wire/link.ts';
import { createPeerId } from '../../../src/wire/peer-id.ts';
import { describeDiscovery } from '../../compliance/discovery.ts';
import { createMemoryDiscovery, type DiscoveryWorld } from '../../support/memory-discovery.ts';
import type { LinkPath } from '../../support/memory-link.ts';
import { createMemoryTracker } from '../../support/memory-tracker.ts';
import { createNetwork } from '../../support/network.ts';
import { createVirtualTime } from '../../support/virtual-clock.ts';
import { runUntil } from './run-until.ts';

const BITS_PER_SECOND = 10_000_000;
const PATH: LinkPath = { rttMs: 40, bitsPerSecond: BITS_PER_SECOND };

function createWorld(pathBetween: DiscoveryWorld['pathBetween'] = () => PATH) {
  const time = createVirtualTime();
  const network = createNetwork(time);
  const random = createSeededRandom(1);
  const tracker = createMemoryTracker({ time, random, delayMs: 30 });
  let machine = 0;
  return {
    time,
    createDiscovery() {
      machine += 1;
      const up = network.createUplink(BITS_PER_SECOND);
      const down = network.createDownlink(BITS_PER_SECOND);
      return createMemoryDiscovery(
        { time, network, tracker, setupMs: 500, pathBetween },
        { machine, peerId: createPeerId(random), up, down },
      );
    },
    until: (condition: () => boolean) => runUntil(time, condition),
    pass: (ms: number) => time.runUntil(time.nowMs() + ms),
    dispose: () => undefined,
  };
}

describeDiscovery('createMemoryDiscovery', () => createWorld());

describe('createMemoryDiscovery', () => {
  const FILM = '0123456789abcdef0123456789abcdef01234567';

  it('links nobody where no connection can be made', async () => {
    const world = createWorld(() => null);
    const links: Link[] = [];
    for (const discovery of [world.createDiscovery(), world.createDiscovery()]) {
      discovery.join(FILM, { onLink: (link) => links.push(link) }).wantPeers(5);
    }
    await world.pass(60_000);
    expect(links).toEqual([]);
  });

  it('leaves the others in the dark for a while when a machine vanishes', async () => {
    const world = createWorld();
    const [ann, bob] = [world.createDiscovery(), world.createDiscovery()];
    const closedMs: number[] = [];
    let linkCount = 0;
    ann
      .join(FILM, {
        onLink(link) {
          linkCount += 1;
          link.on('closed', () => closedMs.push(world.time.nowMs()));
        },
      })
      .wantPeers(5);
    bob.join(FILM, { onLink: () => undefined }).wantPeers(5);
    await world.until(() => linkCount === 1);
    const vanishedMs = world.time.nowMs();
    bob.vanish(8000);
    await world.pass(60_000);
    expect(closedMs).toEqual([vanishedMs + 8000]);
  });
});
