import type { CoreConfig } from 'p2p-media-loader-core';
import { createSupplyParts } from '../../player/supply-parts.ts';
import type { SupplyFactory } from '../../swarm/supply.ts';
import { CoreSupply } from './core-supply.ts';

/** Settings of p2p-media-loader-core 2.3; trackers, ICE servers and the swarm's name come from the film. */
export type P2pMediaLoaderConfig = Partial<CoreConfig>;

/**
 * p2p-media-loader as the engine of a player: `createPlayer(container, { engine: p2pMediaLoader() })`.
 * It meets every other viewer of p2p-media-loader 2.3, and ours of films without an instance. Needs the package
 * `p2p-media-loader-core` 2.3, which is loaded with the first film.
 */
export function p2pMediaLoader(config: P2pMediaLoaderConfig = {}): SupplyFactory {
  return async (context) => {
    const module = await import('p2p-media-loader-core');
    return new CoreSupply({ module, config, context, parts: createSupplyParts(context) });
  };
}
