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

/** `stock` attackers speak wire v2, `own` ones what peers with this library speak to each other. */
export type Hostile = { readonly attack: Attack; readonly seed: number; readonly tongue: 'stock' | 'own' };

export type Admitted = {
  /** Viewers that still speak to it. */
  victimCount(): number;
};

/**
 * Lets attackers into the film's swarm; every viewer that meets one gets its attack.
 */
export async function admitHostile(world: World, hostiles: readonly Hostile[]): Promise<Admitted[]> {
  const swarms = await nameSwarms({ manifest: world.film.manifest, sharing: SHARING, digest: PHANTOM_DIGEST });
  const infoHash = swarms.get(world.film.streamKey)?.swarm?.infoHash;
  if (infoHash === undefined) throw new Error('the film has no swarm');
  const segmentIds = world.film.playlistAt(0).segments.map(({ id }) => id);
  const accomplices = new Set<string>();
  return hostiles.map(({ attack, seed, tongue }, index) => {
    const random = createSeededRandom(seed);
    const machine = FIRST_MACHINE + index;
    const peerId = createPeerId(random);
    const discovery = createMemoryDiscovery(world.discovery, {
      machine,
      peerId: tongue === 'own' ? peerId : STOCK_PREFIX + peerId.slice(STOCK_PREFIX.length),
      up: world.network.createUplink(LINE_BITS_PER_SECOND),
      down: world.network.createDownlink(LINE_BITS_PER_SECOND),
      onSend: (message) => world.ledger.send(machine, true, message),
    });
    accomplices.add(discovery.peerId);
    const sizeOf = (id: number) => {
      const { start, end } = world.film.truthOf(id);
      return end - start;
    };
    const victims = new Set<Link>();
    discovery
      .join(infoHash, {
        onLink(link) {
          if (accomplices.has(link.remotePeerId)) return;
          victims.add(link);
          link.on('closed', () => victims.delete(link));
          attack({ link, time: world.time, machine, random, segmentIds, sizeOf, truthOf: world.film.truthOf });
        },
      })
      .wantPeers(20);
    return { victimCount: () => victims.size };
  });
}
