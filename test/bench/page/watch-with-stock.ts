import Hls from 'hls.js';
import { HlsJsP2PEngine } from 'p2p-media-loader-hlsjs';
import { BUFFER_SETTINGS, type Meter } from './meter.ts';
import type { ViewerWish, Watching } from './viewer.ts';

type Hooks = { readonly meter: Meter; readonly onError: (message: string) => void };

/** What raises its share most without stalls: HTTP only when it presses, and more transfers between peers. */
const TUNED = { highDemandTimeWindow: 1, simultaneousP2PDownloads: 6, httpDownloadTimeWindow: 30 } as const;

/** Enough for a film of an hour, in seconds. */
const WHOLE_FILM_SECONDS = 3600;

/** p2p-media-loader-hlsjs as its own documentation sets it up, with the check of hashes that it offers. */
export function watchWithStock(video: HTMLVideoElement, wish: ViewerWish, { meter, onError }: Hooks): Watching {
  const { url, trackerUrl, column } = wish;
  const engine = new HlsJsP2PEngine({
    core: {
      announceTrackers: [trackerUrl],
      rtcConfig: { iceServers: [] },
      validateP2PSegment: createCheck(new URL('segments-sha256.json', url).href),
      ...(column === 'tuned' ? TUNED : {}),
      ...(wish.isWholeFilm
        ? { httpDownloadTimeWindow: WHOLE_FILM_SECONDS, p2pDownloadTimeWindow: WHOLE_FILM_SECONDS }
        : {}),
    },
  });
  const count = { httpBytes: 0, peerBytes: 0, uploadedBytes: 0, usefulBytes: 0, pending: 0, peers: 0 };
  engine.addEventListener('onChunkDownloaded', (bytes, source) => {
    count[source === 'http' ? 'httpBytes' : 'peerBytes'] += bytes;
  });
  engine.addEventListener('onChunkUploaded', (bytes) => {
    count.uploadedBytes += bytes;
  });
  engine.addEventListener('onSegmentLoaded', ({ bytesLength }) => {
    count.usefulBytes += bytesLength;
  });
  engine.addEventListener('onPeerConnect', () => count.peers++);
  engine.addEventListener('onPeerClose', () => count.peers--);
  engine.addEventListener('onPeerError', ({ error }) => onError(String(error)));
  const hls = new Hls({ ...BUFFER_SETTINGS, ...(engine.getConfigForHlsJs() as object) });
  meter.follow(hls);
  engine.bindHls(hls);
  hls.attachMedia(video);
  hls.loadSource(url);
  return {
    bytes: () => ({
      httpBytes: count.httpBytes,
      peerBytes: count.peerBytes,
      uploadedBytes: count.uploadedBytes,
      wastedBytes: Math.max(0, count.httpBytes + count.peerBytes - count.usefulBytes),
      peers: count.peers,
    }),
    stop() {
      hls.destroy();
      engine.destroy();
    },
  };
}

type Check = (url: string, range: { start: number; end?: number } | undefined, data: ArrayBuffer) => Promise<boolean>;

/** By file and inclusive range for films, by file alone for lives. */
function createCheck(hashesUrl: string): Check {
  let list: Promise<Record<string, string | Record<string, string>>> | null = null;
  return async (url, range, data) => {
    list ??= fetch(hashesUrl).then((response) => response.json());
    const entry = (await list)[new URL(url).pathname.split('/').pop() ?? ''];
    const expected = typeof entry === 'object' ? entry[`${range?.start}-${range?.end}`] : entry;
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
    return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('') === expected;
  };
}
