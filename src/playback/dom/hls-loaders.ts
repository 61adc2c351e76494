import type Hls from 'hls.js';
import type { HlsConfig } from 'hls.js';
import type { Clock } from '../../base/clock.ts';
import type { SegmentSupply } from '../../swarm/supply.ts';
import { createFragmentLoaderClass } from './fragment-loader.ts';
import { preferHeldRungs } from './peer-rungs.ts';
import { createPlaylistLoaderClass, createResourceLoaderClass } from './playlist-loader.ts';
import { StreamIndex } from './stream-index.ts';
import { feedSupply } from './supply-feed.ts';

/** Where a supply and one hls.js instance meet. */
export type HlsLoaders = {
  /** To be spread into hls.js's configuration. */
  readonly config: Pick<HlsConfig, 'loader' | 'fLoader' | 'pLoader'>;
  /** To be called with the instance before `loadSource`; it stops by itself when the instance is destroyed. */
  attach(hls: Hls): () => void;
  /** Does hls.js wait for nothing at this moment? */
  isIdle(): boolean;
  /** Can the film's sound be had without its picture? Known once the master playlist is. */
  hasAudioOnly(): boolean;
  /** Which of the two the next `loadSource` gets. */
  setAudioOnly(isAudioOnly: boolean): void;
};

/** What hls.js assumes of a network that it knows nothing of (its `abrEwmaDefaultEstimate`). */
const UNKNOWN_NETWORK = { bandwidthBitsPerSecond: 500_000, firstByteMs: 100 };

export function createSupplyLoaders(supply: SegmentSupply, clock: Clock): HlsLoaders {
  const index = new StreamIndex();
  let attached: Hls | null = null;
  const estimate = () =>
    attached === null
      ? UNKNOWN_NETWORK
      : { bandwidthBitsPerSecond: attached.bandwidthEstimate, firstByteMs: attached.ttfbEstimate };
  let pending = 0;
  let isAudioOnly = false;
  const onActivity = (change: 1 | -1) => {
    pending += change;
  };
  const parts = { supply, clock, estimate, onActivity, index };
  return {
    config: {
      loader: createResourceLoaderClass(parts),
      fLoader: createFragmentLoaderClass(parts),
      pLoader: createPlaylistLoaderClass({ ...parts, isAudioOnly: () => isAudioOnly }),
    },
    isIdle: () => pending === 0,
    hasAudioOnly: () => index.hasAudioOnly,
    setAudioOnly(isOn) {
      isAudioOnly = isOn;
    },
    attach(hls) {
      attached = hls;
      preferHeldRungs(hls, index, supply);
      const stop = feedSupply({ hls, index, supply, clock });
      return () => {
        stop();
        attached = null;
      };
    },
  };
}
