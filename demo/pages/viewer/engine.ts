import type { SegmentSupply, SupplyFactory } from '../../../src/swarm/supply.ts';

/** A supply that can be watched, and the name by which its peers know it. */
export type WatchedSupply = { readonly supply: SegmentSupply; readonly peerId: () => string | null };

export type EngineName = 'fleuve' | 'p2p-media-loader' | 'http';

/** Fleuve's own engine as the player makes it, with its name among peers in the open. */
export function watchedFleuve(tell: (watched: WatchedSupply) => void): SupplyFactory {
  return async (context) => {
    const [{ createSwarm }, { createRtcDiscovery }, { createListVerifier }] = await Promise.all([
      import('../../../src/swarm/swarm.ts'),
      import('../../../src/wire/dom/rtc-discovery.ts'),
      import('../../../src/swarm/integrity.ts'),
    ]);
    const { ports, http, media, sharing, iceServers, isRelayOnly, isSharingAtStart } = context;
    const { clock, digest, log, random } = ports;
    const discovery =
      sharing.kind === 'none'
        ? null
        : createRtcDiscovery({ clock, random, log, trackerUrls: sharing.trackerUrls, iceServers, isRelayOnly });
    const url = media.hashesUrl;
    const verifier = url === null ? null : createListVerifier({ url, http, digest, clock, log });
    const supply = createSwarm({ ports, http, media, sharing, discovery, verifier, isSharingAtStart });
    tell({ supply, peerId: () => discovery?.peerId ?? null });
    return supply;
  };
}

/** Servers only. */
export function watchedHttp(tell: (watched: WatchedSupply) => void): SupplyFactory {
  return async ({ ports, http, media }) => {
    const { createHttpSupply } = await import('../../../src/swarm/http-supply.ts');
    const supply = createHttpSupply({ ports, http, media });
    tell({ supply, peerId: () => null });
    return supply;
  };
}
