import type { CoreConfig } from 'p2p-media-loader-core';
import { createSupplyParts } from '../../player/supply-parts.ts';
import type { SupplyFactory } from '../../swarm/supply.ts';
import { type CoreModule, CoreSupply } from './core-supply.ts';

/** Settings of p2p-media-loader-core 2.3; trackers, ICE servers and the swarm's name come from the film. */
export type P2pMediaLoaderConfig = Partial<CoreConfig> & {
  /**
   * How to get the package. By default `import('p2p-media-loader-core')`, whose modules take things from Node that a
   * bundler has to bring (`process`, `Buffer`); its own bundle, `dist/p2p-media-loader-core.es.js`, brings them itself.
   */
  readonly importCore?: () => Promise<CoreModule>;
};

/**
 * p2p-media-loader as the engine of a player: `createPlayer(container, { engine: p2pMediaLoader() })`.
 * It meets every other viewer of p2p-media-loader 2.3, and ours of films without an instance. Needs the package
 * `p2p-media-loader-core` 2.3, which is loaded with the first film.
 */
export function p2pMediaLoader(config: P2pMediaLoaderConfig = {}): SupplyFactory {
  const { importCore = () => import('p2p-media-loader-core'), ...coreConfig } = config;
  return async (context) => {
    const module = await importCore();
    return new CoreSupply({ module, config: coreConfig, context, parts: createSupplyParts(context) });
  };
}
