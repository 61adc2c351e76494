import type { SegmentSupply, SupplyFactory } from '../../../src/swarm/supply.ts';

export type EngineName = 'fleuve' | 'p2p-media-loader' | 'http';

type Tell = (supply: SegmentSupply) => void;

/** The engine that the theatre asked for; `tell` is given its supply, so that its events can be watched. */
export function createEngine(name: string | null, tell: Tell): SupplyFactory {
  if (name === 'http') return watch(httpOnly, tell);
  if (name === 'p2p-media-loader') return watch(stockEngine, tell);
  return watch(fleuve, tell);
}

function watch(factory: SupplyFactory, tell: Tell): SupplyFactory {
  return async (context) => {
    const supply = await factory(context);
    tell(supply);
    return supply;
  };
}

/** Fleuve's own engine, joined as the player joins it. */
const fleuve: SupplyFactory = async (context) => {
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
  return createSwarm({ ports, http, media, sharing, discovery, verifier, isSharingAtStart });
};

const httpOnly: SupplyFactory = async ({ ports, http, media }) => {
  const { createHttpSupply } = await import('../../../src/swarm/http-supply.ts');
  return createHttpSupply({ ports, http, media });
};

/** p2p-media-loader-core 2.3; the build takes its bundle, which brings what it needs from Node. */
const stockEngine: SupplyFactory = async (context) => {
  const { p2pMediaLoader } = await import('../../../src/integrations/p2p-media-loader/p2p-media-loader.ts');
  return p2pMediaLoader()(context);
};
