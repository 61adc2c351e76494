import type { HlsMedia, Sharing } from '../../../src/media/video.ts';
import { createBrowserPorts } from '../../../src/platform/browser.ts';
import { createHlsEngine } from '../../../src/playback/dom/hls-engine.ts';
import type { SwarmConfig } from '../../../src/swarm/config.ts';
import { createListVerifier } from '../../../src/swarm/integrity.ts';
import { createSwarm } from '../../../src/swarm/swarm.ts';
import { createRtcDiscovery } from '../../../src/wire/dom/rtc-discovery.ts';
import { BUFFER_SETTINGS, type Meter } from './meter.ts';
import type { ViewerWish, Watching } from './viewer.ts';

type Hooks = { readonly meter: Meter; readonly onError: (message: string) => void };

const WHOLE_FILM: Partial<SwarmConfig> = {
  originAheadSeconds: 3600,
  peerAheadSeconds: 3600,
  maxOriginTransfers: 6,
  memoryBytes: 256 * 1024 * 1024,
};

/** The parts that the player joins, with the same settings; only the film's whole length is a setting of its own. */
export async function watchWithFleuve(
  video: HTMLVideoElement,
  { url, trackerUrl, isWholeFilm, maxUploadBytesPerSecond }: ViewerWish,
  { meter, onError }: Hooks,
): Promise<Watching> {
  const ports = createBrowserPorts();
  const { clock, random, log, http, digest } = ports;
  const hashesUrl = new URL('segments-sha256.json', url).href;
  const media: HlsMedia = { kind: 'hls', url, hashesUrl, mirrorUrls: [] };
  const trackerUrls = [trackerUrl];
  const sharing: Sharing = { kind: 'open', swarmId: null, trackerUrls, stunUrls: [], isOnByDefault: true };
  const supply = createSwarm({
    ports,
    http,
    media,
    sharing,
    discovery: createRtcDiscovery({ clock, random, log, trackerUrls, iceServers: [], isRelayOnly: false }),
    verifier: createListVerifier({ url: hashesUrl, http, digest, clock, log }),
    isSharingAtStart: true,
    config: {
      ...(isWholeFilm ? WHOLE_FILM : {}),
      ...(maxUploadBytesPerSecond === undefined ? {} : { maxUploadBytesPerSecond }),
    },
  });
  supply.on('peerBanned', ({ reason }) => onError(`banned: ${reason}`));
  const engine = await createHlsEngine({ element: video, url, supply, clock, log, hlsConfig: BUFFER_SETTINGS });
  engine.on('failed', (error) => onError(error.message));
  engine.on('qualityChanged', ({ id }) => {
    meter.show(engine.qualities.find((quality) => quality.id === id)?.bitrateBitsPerSecond ?? 0);
  });
  engine.start(0);
  return {
    bytes() {
      const { httpBytes, peerBytes, uploadedBytes, wastedBytes, peers } = supply.stats();
      return { httpBytes, peerBytes, uploadedBytes, wastedBytes, peers: peers.length };
    },
    stop() {
      engine.destroy();
      supply.destroy();
    },
  };
}
