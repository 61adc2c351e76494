import type { HlsLoadersOptions } from '../../player/create-hls-loaders.ts';
import { createHlsPlayback, type HlsPlayback } from '../../player/create-hls-playback.ts';

/** What video.js (8.24, `video.js/core`) hands a source handler, as far as this one looks. */
export type VideojsSource = { readonly src: string; readonly type?: string };

type VideojsTech = { el(): Element };

type VideojsPlayer = { error(error: { code: number; message: string }): unknown };

type SourceHandler = {
  canPlayType(type: string): 'probably' | '';
  canHandleSource(source: VideojsSource): 'probably' | '';
  handleSource(source: VideojsSource, tech: VideojsTech, options: { playerId?: string }): { dispose(): void };
};

/** The default export of `video.js/core`, or of `video.js`. */
export type Videojs = {
  getTech(name: string): {
    registerSourceHandler?(handler: SourceHandler, index?: number): void;
  };
  getPlayer(id: string): VideojsPlayer | undefined;
};

export type VideojsOptions = Omit<HlsLoadersOptions, 'url'> & {
  /** Told of each film: its engine has the qualities, its supply the statistics. */
  readonly onPlayback?: (playback: HlsPlayback, source: VideojsSource) => void;
};

const HLS_TYPES = new Set(['application/vnd.apple.mpegurl', 'application/x-mpegurl', 'audio/mpegurl']);
/** `MEDIA_ERR_SRC_NOT_SUPPORTED` (HTML, 4.8.11.1). */
const NOT_SUPPORTED = 4;

/**
 * Makes every player of this video.js load HLS through a swarm, before its own way of playing it:
 * `registerFleuve(videojs, { trackerUrls: ['wss://tracker.example'] })`. Needs `video.js` 8.24 or newer.
 * @throws nothing; without the Html5 tech nothing is registered, and false comes back.
 */
export function registerFleuve(videojs: Videojs, options: VideojsOptions = {}): boolean {
  const html5 = videojs.getTech('Html5');
  if (html5?.registerSourceHandler === undefined) return false;
  html5.registerSourceHandler(
    {
      canPlayType: (type) => (HLS_TYPES.has(type.toLowerCase()) ? 'probably' : ''),
      canHandleSource: ({ src, type }) =>
        HLS_TYPES.has(type?.toLowerCase() ?? '') || /\.m3u8(?:[?#]|$)/i.test(src) ? 'probably' : '',
      handleSource(source, tech, { playerId = '' }) {
        // The tech's own `error` only repeats what its element says.
        const fail = (message: string) => videojs.getPlayer(playerId)?.error({ code: NOT_SUPPORTED, message });
        return playSource(source, tech, { ...options, fail });
      },
    },
    0,
  );
  return true;
}

type PlayOptions = VideojsOptions & { readonly fail: (message: string) => void };

function playSource(source: VideojsSource, tech: VideojsTech, options: PlayOptions): { dispose(): void } {
  let playback: HlsPlayback | null = null;
  let isDisposed = false;
  let failure: string | null = null;
  const element = tech.el() as HTMLVideoElement;
  const tell = () => {
    if (failure !== null) options.fail(failure);
  };
  const fail = (error: unknown) => {
    if (isDisposed) return;
    failure = error instanceof Error ? error.message : String(error);
    tell();
  };
  // A player forgets its error at `loadstart`, which a server that refuses at once can be ahead of.
  element.addEventListener('loadstart', tell);
  createHlsPlayback(element, { ...options, url: source.src }).then((opened) => {
    // video.js may have moved on to another film while ours was opened.
    if (isDisposed) {
      opened.destroy();
      return;
    }
    playback = opened;
    opened.engine.on('failed', fail);
    options.onPlayback?.(opened, source);
    opened.engine.start(0);
  }, fail);
  return {
    dispose() {
      isDisposed = true;
      element.removeEventListener('loadstart', tell);
      playback?.destroy();
      playback = null;
    },
  };
}
