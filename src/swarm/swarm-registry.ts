import type { FilmSwarm } from './film-swarm.ts';
import type { SegmentSupply } from './supply.ts';
import { createFilmSwarm, type SwarmOptions, SwarmSupply } from './swarm.ts';

export interface SwarmRegistry {
  /**
   * Like the function of the same name, but players of one film share its store, its peers and its announces: the
   * first one's discovery and verifier serve all of them. Destroying one leaves the others running.
   */
  createSwarm(options: SwarmOptions): SegmentSupply;
}

/** One engine a page: keep one registry as long as the page lives. */
export function createSwarmRegistry(): SwarmRegistry {
  const films = new Map<string, { readonly film: FilmSwarm; readonly options: SwarmOptions; players: number }>();
  return {
    createSwarm(options) {
      const key = `${options.media.url}\n${options.shareKey ?? ''}`;
      const known = films.get(key);
      const entry = known ?? { film: createFilmSwarm(options), options, players: 0 };
      films.set(key, entry);
      entry.players++;
      // The one it would have used alone is not needed.
      if (known !== undefined && options.discovery !== entry.options.discovery) options.discovery?.destroy();
      return new SwarmSupply(entry.film, options, () => {
        if (--entry.players > 0) return;
        films.delete(key);
        entry.film.destroy();
        entry.options.discovery?.destroy();
      });
    },
  };
}
