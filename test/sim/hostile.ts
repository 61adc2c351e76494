import { createSeededRandom } from '../../src/base/random.ts';
import type { Link } from '../../src/wire/link.ts';
import { createPeerId } from '../../src/wire/peer-id.ts';
import { nameSwarms } from '../../src/wire/swarm-id.ts';
import type { Attack } from '../support/attacker.ts';
import { createMemoryDiscovery } from '../support/memory-discovery.ts';
import { PHANTOM_DIGEST } from '../support/phantom-bytes.ts';
import { SHARING, type World } from './world.ts';

const LINE_BITS_PER_SECOND = 20_000_000;
/** Far above the numbers of viewers. */
const FIRST_MACHINE = 100_000;

/** The id of a stock peer of p2p-media-loader 2. */
const STOCK_PREFIX = '-PM2301-';

export type Hostile = { readonly attack: Attack; readonly seed: number };

export type Admitted = {
  /** Viewers that still speak to it. */
  victimCount(): number;
};

/**
 * Lets attackers into the film's swarm; every viewer that meets one gets its attack. They have ids of stock peers: the
 * attacks are in words of wire v2.
 */
export async function admitHostile(world: World, hostiles: readonly Hostile[]): Promise<Admitted[]> {
  const swarms = await nameSwarms({ manifest: world.film.manifest, sharing: SHARING, digest: PHANTOM_DIGEST });
  const infoHash = swarms.get(world.film.streamKey)?.swarm?.infoHash;
  if (infoHash === undefined) throw new Error('the film has no swarm');
  const segmentIds = world.film.playlistAt(0).segments.map(({ id }) => id);
  return hostiles.map(({ attack, seed }, index) => {
    const random = createSeededRandom(seed);
    const machine = FIRST_MACHINE + index;
    const discovery = createMemoryDiscovery(world.discovery, {
      machine,
      peerId: STOCK_PREFIX + createPeerId(random).slice(STOCK_PREFIX.length),
      up: world.network.createUplink(LINE_BITS_PER_SECOND),
      down: world.network.createDownlink(LINE_BITS_PER_SECOND),
      onSend: (message) => world.ledger.send(machine, true, message),
    });
    const sizeOf = (id: number) => {
      const { start, end } = world.film.truthOf(id);
      return end - start;
    };
    const victims = new Set<Link>();
    discovery
      .join(infoHash, {
        onLink(link) {
          if (link.remotePeerId.startsWith(STOCK_PREFIX)) return;
          victims.add(link);
          link.on('closed', () => victims.delete(link));
          attack({ link, time: world.time, machine, random, segmentIds, sizeOf });
        },
      })
      .wantPeers(20);
    return { victimCount: () => victims.size };
  });
}
