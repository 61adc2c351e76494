import Hls from 'hls.js';
import { HlsJsP2PEngine } from 'p2p-media-loader-hlsjs';
import { p2pMediaLoader } from '../../../src/integrations/p2p-media-loader/p2p-media-loader.ts';
import type { HlsMedia, Sharing } from '../../../src/media/video.ts';
import { createBrowserPorts } from '../../../src/platform/browser.ts';
import { createHlsEngine } from '../../../src/playback/dom/hls-engine.ts';
import { createFilmVerifier } from '../../../src/swarm/integrity.ts';
import { createSwarm } from '../../../src/swarm/swarm.ts';
import { createRtcDiscovery } from '../../../src/wire/dom/rtc-discovery.ts';

export type ViewerEngine = 'fleuve' | 'p2p-media-loader' | 'stock';

export type ViewerWish = {
  readonly engine: ViewerEngine;
  readonly url: string;
  /** Ours only. */
  readonly hashesUrl: string | null;
  readonly trackerUrl: string;
  /** The rendition to begin with; the engine chooses by default. Ours only. */
  readonly heightPx?: number;
};

export type ViewerNumbers = {
  httpBytes: number;
  peerBytes: number;
  uploadedBytes: number;
  peers: number;
  readonly positionSeconds: number;
  readonly bufferedEndSeconds: number;
  readonly isStalled: boolean;
  readonly isEnded: boolean;
  readonly heightPx: number;
  readonly errors: readonly string[];
};

declare global {
  interface Window {
    interop: {
      watch(wish: ViewerWish): Promise<void>;
      numbers(): ViewerNumbers;
      /** Ours only: the rendition of this height. */
      switchTo(heightPx: number): void;
      /** How long after the jump the picture moved on, in milliseconds. */
      seek(seconds: number): Promise<number>;
      leave(): void;
    };
  }
}

const video = document.querySelector('video') as HTMLVideoElement;
const errors: string[] = [];
let count = (): Pick<ViewerNumbers, 'httpBytes' | 'peerBytes' | 'uploadedBytes' | 'peers'> => ({
  httpBytes: 0,
  peerBytes: 0,
  uploadedBytes: 0,
  peers: 0,
});

window.interop = {
  numbers: () => ({
    ...count(),
    positionSeconds: video.currentTime,
    bufferedEndSeconds: video.buffered.length === 0 ? 0 : video.buffered.end(video.buffered.length - 1),
    isStalled: video.readyState < 3,
    isEnded: video.ended,
    heightPx: video.videoHeight,
    errors,
  }),
  async watch(wish) {
    if (wish.engine === 'stock') watchWithStock(wish);
    else await watchWithOurs(wish);
    await video.play();
  },
  switchTo: () => undefined,
  async seek(seconds) {
    const startMs = performance.now();
    video.currentTime = seconds;
    if (video.paused) await video.play();
    while (video.seeking || video.readyState < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    return performance.now() - startMs;
  },
  leave: () => undefined,
};

/** p2p-media-loader-hlsjs as its own documentation sets it up. */
function watchWithStock({ url, trackerUrl }: ViewerWish): void {
  const engine = new HlsJsP2PEngine({ core: { announceTrackers: [trackerUrl], rtcConfig: { iceServers: [] } } });
  const numbers = { httpBytes: 0, peerBytes: 0, uploadedBytes: 0, peers: 0 };
  engine.addEventListener('onChunkDownloaded', (bytes, source) => {
    numbers[source === 'http' ? 'httpBytes' : 'peerBytes'] += bytes;
  });
  engine.addEventListener('onChunkUploaded', (bytes) => {
    numbers.uploadedBytes += bytes;
  });
  engine.addEventListener('onPeerConnect', () => numbers.peers++);
  engine.addEventListener('onPeerClose', () => numbers.peers--);
  engine.addEventListener('onPeerError', ({ error }) => errors.push(String(error)));
  const hls = new Hls(engine.getConfigForHlsJs() as object);
  engine.bindHls(hls);
  hls.attachMedia(video);
  hls.loadSource(url);
  count = () => numbers;
  window.interop.leave = () => {
    hls.destroy();
    engine.destroy();
  };
}

async function watchWithOurs({ engine: name, url, hashesUrl, trackerUrl, heightPx }: ViewerWish): Promise<void> {
  const ports = createBrowserPorts();
  const media: HlsMedia = { kind: 'hls', url, hashesUrl, mirrorUrls: [] };
  const trackerUrls = [trackerUrl];
  const sharing: Sharing = { kind: 'open', swarmId: null, trackerUrls, stunUrls: [], isOnByDefault: true };
  const wishes = {
    ports,
    http: ports.http,
    media,
    sharing,
    iceServers: [],
    isRelayOnly: false,
    maxUploadBitsPerSecond: null,
    isSharingAtStart: true,
  };
  const { clock, random, log } = ports;
  const supply =
    name === 'p2p-media-loader'
      ? await p2pMediaLoader()(wishes)
      : createSwarm({
          ...wishes,
          discovery: createRtcDiscovery({ clock, random, log, trackerUrls, iceServers: [], isRelayOnly: false }),
          verifier: createFilmVerifier(wishes),
        });
  supply.on('peerBanned', ({ reason }) => errors.push(`banned: ${reason}`));
  const engine = await createHlsEngine({ element: video, url, supply, clock, log });
  engine.on('failed', (error) => errors.push(error.message));
  const switchTo = (height: number) => {
    const quality = engine.qualities.find((each) => each.heightPx === height);
    if (quality !== undefined) engine.setQuality(quality.id);
  };
  window.interop.switchTo = switchTo;
  await new Promise<void>((resolve) => engine.on('tracksChanged', () => resolve()));
  if (heightPx !== undefined) switchTo(heightPx);
  engine.start(0);
  count = () => {
    const { httpBytes, peerBytes, uploadedBytes, peers } = supply.stats();
    return { httpBytes, peerBytes, uploadedBytes, peers: peers.length };
  };
  window.interop.leave = () => {
    engine.destroy();
    supply.destroy();
  };
}

document.documentElement.dataset.ready = '';
