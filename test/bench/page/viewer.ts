/** One viewer: plays the film with the engine of one column and measures what he sees. */
import Hls from 'hls.js';
import { BUFFER_SETTINGS, createMeter } from './meter.ts';
import { watchWithFleuve } from './watch-with-fleuve.ts';
import { watchWithStock } from './watch-with-stock.ts';

export type Column = 'fleuve' | 'stock' | 'tuned' | 'plain';

export type ViewerWish = {
  readonly column: Column;
  readonly url: string;
  readonly trackerUrl: string;
  /** Fetch everything there is, however far ahead. */
  readonly isWholeFilm: boolean;
  /** Bytes a second to all peers together, where the engine has such a cap; none unless given. */
  readonly maxUploadBytesPerSecond?: number;
};

/** Counted by the engine itself; media only. Null where it does not count. */
export type EngineBytes = {
  readonly httpBytes: number | null;
  readonly peerBytes: number;
  readonly uploadedBytes: number;
  readonly wastedBytes: number | null;
  readonly peers: number;
};

export type Watching = {
  bytes(): EngineBytes;
  stop(): void;
};

export type ViewerReport = EngineBytes & {
  /** From the moment the player is created to its first picture. */
  readonly firstFrameMs: number | null;
  /** Each stall after the first picture, the last one to the present moment. */
  readonly stallsMs: readonly number[];
  readonly positionSeconds: number;
  readonly bufferSeconds: number;
  readonly isEnded: boolean;
  /** Distance to the end of what can be seeked to: the newest segment of a live. */
  readonly liveDelaySeconds: number | null;
  /** Of the renditions shown, weighted by time. */
  readonly meanBitsPerSecond: number | null;
  readonly switches: number;
  readonly errors: readonly string[];
};

declare global {
  interface Window {
    bench: {
      watch(wish: ViewerWish): Promise<void>;
      report(): ViewerReport;
      leave(): void;
    };
  }
}

const video = document.querySelector('video') as HTMLVideoElement;
const errors: string[] = [];
const meter = createMeter(video);
let watching: Watching | null = null;

const NOTHING: EngineBytes = { httpBytes: null, peerBytes: 0, uploadedBytes: 0, wastedBytes: null, peers: 0 };

window.bench = {
  async watch(wish) {
    meter.start();
    watching = await startWatching(wish);
    // Not awaited: where nothing ever comes it never settles, and that is a result too.
    void video.play().catch((error) => errors.push(String(error)));
  },
  report: () => ({ ...(watching?.bytes() ?? NOTHING), ...meter.report(), errors }),
  leave() {
    watching?.stop();
    watching = null;
  },
};

async function startWatching(wish: ViewerWish): Promise<Watching> {
  const onError = (message: string) => errors.push(message);
  if (wish.column === 'plain') return watchPlainly(wish);
  if (wish.column === 'fleuve') return watchWithFleuve(video, wish, { meter, onError });
  return watchWithStock(video, wish, { meter, onError });
}

function watchPlainly({ url }: ViewerWish): Watching {
  const hls = new Hls({ ...BUFFER_SETTINGS });
  meter.follow(hls);
  hls.attachMedia(video);
  hls.loadSource(url);
  return { bytes: () => NOTHING, stop: () => hls.destroy() };
}

globalThis.addEventListener('error', ({ message }) => errors.push(message));
globalThis.addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
document.documentElement.dataset.ready = '';
