import { createEmitter, type Listenable } from '../../base/emitter.ts';
import { PlayerError } from '../../base/errors.ts';
import { createChannel } from '../channel.ts';
import type { SharingReport } from '../sharing-report.ts';

export type EmbedResolution = {
  /** -1 is automatic, -2 audio only. */
  readonly id: number;
  readonly label: string;
  readonly active: boolean;
  readonly height: number;
  readonly width?: number;
};

export type EmbedCaption = {
  readonly id: string;
  readonly label: string;
  readonly src: string;
  readonly mode: 'disabled' | 'hidden' | 'showing';
};

export type PlaybackStatus = 'unstarted' | 'playing' | 'paused' | 'ended';

export type EmbedClientEvents = {
  /** Twice a second. */
  playbackStatusUpdate: {
    readonly position: number;
    readonly volume: number;
    readonly duration: number;
    readonly playbackState: PlaybackStatus;
  };
  playbackStatusChange: PlaybackStatus;
  resolutionUpdate: readonly EmbedResolution[];
  /** 0 to 1. */
  volumeChange: number;
  /** About once a second, from Fleuve's own page only. */
  sharingUpdate: SharingReport;
};

/**
 * Drives an embedded player from the page around it. Speaks PeerTube's embed API, so PeerTube's own embeds answer too,
 * all but what concerns sharing. Every call rejects with a `PlayerError` whose code is the player's error.
 */
export interface EmbedClient extends Listenable<EmbedClientEvents> {
  /** Resolves when the film is known and the player answers. */
  readonly ready: Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  isPlaying(): Promise<boolean>;
  /** Seconds. */
  seek(seconds: number): Promise<void>;
  getCurrentTime(): Promise<number>;
  /** 0 to 1. */
  setVolume(volume: number): Promise<void>;
  getVolume(): Promise<number>;
  setResolution(id: number): Promise<void>;
  getResolutions(): Promise<readonly EmbedResolution[]>;
  setPlaybackRate(rate: number): Promise<void>;
  getPlaybackRate(): Promise<number>;
  getPlaybackRates(): Promise<readonly number[]>;
  /** A language such as `fr`; an unknown one turns captions off. */
  setCaption(id: string): Promise<void>;
  getCaptions(): Promise<readonly EmbedCaption[]>;
  playNextVideo(): Promise<void>;
  playPreviousVideo(): Promise<void>;
  /** From 1; -1 outside of playlists. */
  getCurrentPosition(): Promise<number>;
  setVideoPassword(password: string): Promise<void>;
  /** The picture on the screen as a `data:image/jpeg` address. */
  getImageDataUrl(): Promise<string>;
  /** Fleuve's page only. */
  getSharing(): Promise<SharingReport>;
  /** Asks as the viewer would; a viewer's own earlier stop is not overruled. Fleuve's page only. */
  setSharing(isOn: boolean): Promise<void>;
  /** Stops listening; the frame stays. */
  destroy(): void;
}

/** Pictures of a large screen fit; what is larger is no answer of a player. */
const MAX_MESSAGE_LENGTH = 32 * 1024 * 1024;
const EVENTS = [
  'playbackStatusUpdate',
  'playbackStatusChange',
  'resolutionUpdate',
  'volumeChange',
  'sharingUpdate',
] as const;

/**
 * @param frame an `<iframe>` whose address has `api=1`.
 * @param options.scope the `scope` of that address; `peertube` by default.
 * @throws PlayerError `invalid-frame` if the frame is in no document.
 */
export function createEmbedClient(frame: HTMLIFrameElement, options: { scope?: string } = {}): EmbedClient {
  const target = frame.contentWindow;
  if (target === null) {
    throw new PlayerError('invalid-frame', 'The frame has to be in the page before a client is made for it.');
  }
  const emitter = createEmitter<EmbedClientEvents>();
  const channel = createChannel({
    scope: options.scope ?? 'peertube',
    post: (text) => target.postMessage(text, '*'),
    firstId: Math.floor(Math.random() * 1_000_001),
    maxMessageLength: MAX_MESSAGE_LENGTH,
  });
  for (const name of EVENTS) channel.bind(name, (event) => emitter.emit(name, event as never));
  const onMessage = (event: MessageEvent) => {
    if (event.source === target) channel.receive(event.data);
  };
  window.addEventListener('message', onMessage);
  const ready = waitUntilReady(channel);
  channel.start();
  // Older embeds do not know the method; they send no sharing events then.
  channel.call('subscribeSharing').catch(() => undefined);

  const ask =
    <Value>(method: string) =>
    (params?: unknown) =>
      channel.call(method, params) as Promise<Value>;
  return {
    on: emitter.on,
    ready,
    play: ask('play'),
    pause: ask('pause'),
    isPlaying: ask('isPlaying'),
    seek: ask('seek'),
    getCurrentTime: ask('getCurrentTime'),
    setVolume: ask('setVolume'),
    getVolume: ask('getVolume'),
    setResolution: ask('setResolution'),
    getResolutions: ask('getResolutions'),
    setPlaybackRate: ask('setPlaybackRate'),
    getPlaybackRate: ask('getPlaybackRate'),
    getPlaybackRates: ask('getPlaybackRates'),
    setCaption: ask('setCaption'),
    getCaptions: ask('getCaptions'),
    playNextVideo: ask('playNextVideo'),
    playPreviousVideo: ask('playPreviousVideo'),
    getCurrentPosition: ask('getCurrentPosition'),
    setVideoPassword: ask('setVideoPassword'),
    getImageDataUrl: ask('getImageDataUrl'),
    getSharing: ask('getSharing'),
    setSharing: ask('setSharing'),
    destroy() {
      window.removeEventListener('message', onMessage);
      channel.destroy();
      emitter.clear();
    },
  };
}

function waitUntilReady(channel: ReturnType<typeof createChannel>): Promise<void> {
  const ready = new Promise<void>((resolve, reject) => {
    channel.bind('ready', () => resolve());
    channel.call('isReady').then((isReady) => {
      if (isReady === true) resolve();
    }, reject);
  });
  ready.catch(() => undefined);
  return ready;
}
