import { createBrowserPorts } from '../platform/browser.ts';
import { createHlsEngine } from '../playback/dom/hls-engine.ts';
import type { PlaybackEngine } from '../playback/engine.ts';
import type { SegmentSupply } from '../swarm/supply.ts';
import { type HlsLoadersOptions, openSupply } from './create-hls-loaders.ts';

/** One film in somebody else's player: what plays it, and where its segments come from. */
export type HlsPlayback = {
  readonly engine: PlaybackEngine;
  readonly supply: SegmentSupply;
  destroy(): void;
};

/**
 * For front ends with a media element of their own: hls.js over the swarm, without our player.
 * @throws `PlaybackError` `no-media-source`; whatever was opened is closed again.
 */
export async function createHlsPlayback(element: HTMLVideoElement, options: HlsLoadersOptions): Promise<HlsPlayback> {
  const ports = { ...createBrowserPorts(), ...options.ports };
  const supply = await openSupply(options, ports);
  try {
    const engine = await createHlsEngine({ element, url: options.url, supply, clock: ports.clock, log: ports.log });
    const destroy = () => {
      engine.destroy();
      supply.destroy();
    };
    return { engine, supply, destroy };
  } catch (error) {
    supply.destroy();
    throw error;
  }
}
