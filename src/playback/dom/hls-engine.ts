import type HlsClass from 'hls.js';
import type { ErrorData, HlsConfig, Level, MediaPlaylist } from 'hls.js';
import type { Clock } from '../../base/clock.ts';
import { createEmitter, type Emitter } from '../../base/emitter.ts';
import type { ErrorContext } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { SegmentSupply } from '../../swarm/supply.ts';
import type { AudioTrack, EngineEvents, PlaybackEngine, Quality } from '../engine.ts';
import type { LivePlayback } from '../live-catch-up.ts';
import { createPlaybackError } from '../playback-error.ts';
import { createQuality } from '../quality.ts';
import { planRecovery, type RecoveryHistory, UNTRIED } from '../recovery.ts';
import { createStallWatchdog, type StallWatchdog } from '../stall-watchdog.ts';
import { breakdownOf, describeError, isBeyondFmp4 } from './hls-breakdown.ts';
import { createSupplyLoaders, type HlsLoaders } from './hls-loaders.ts';
import { followLive } from './live-follower.ts';
import { loadHls } from './load-hls.ts';

export type HlsEngineOptions = {
  readonly element: HTMLVideoElement;
  /** The master playlist, or the only media playlist. */
  readonly url: string;
  readonly supply: SegmentSupply;
  readonly clock: Clock;
  readonly log: Log;
  /** Goes over ours; loaders excepted. */
  readonly hlsConfig?: Partial<HlsConfig>;
  /** A finished film of fragmented MP4, as far as its server says: a part of hls.js is enough. If not, the rest comes. */
  readonly isFragmentedMp4?: boolean;
};

/**
 * Our settings of hls.js. From a server no more than half a minute ahead: what peers hold may be fetched further
 * ahead by the supply. No fragment is loaded only to measure the network, since it would be thrown away.
 */
export const HLS_CONFIG = {
  autoStartLoad: false,
  capLevelToPlayerSize: true,
  maxBufferLength: 30,
  maxMaxBufferLength: 30,
  backBufferLength: 60,
  liveSyncDurationCount: 4,
  liveDurationInfinity: true,
  testBandwidth: false,
} as const satisfies Partial<HlsConfig>;

/**
 * Plays HLS by Media Source Extensions.
 * @throws `PlaybackError` `no-media-source` where the browser has none.
 */
export async function createHlsEngine(options: HlsEngineOptions): Promise<PlaybackEngine> {
  const Hls = await loadHls(options.isFragmentedMp4 === true ? 'fmp4' : 'whole');
  if (!Hls.isSupported()) throw createPlaybackError('no-media-source');
  return new HlsEngine(Hls, options);
}

class HlsEngine implements PlaybackEngine {
  readonly on: PlaybackEngine['on'];
  readonly #options: HlsEngineOptions;
  readonly #events: Emitter<EngineEvents>;
  #hls: HlsClass;
  /** Is all of hls.js there, or is it at least on its way? */
  #isWhole: boolean;
  readonly #loaders: HlsLoaders;
  /** Null while the picture is played; else the qualities that the film has with it. */
  #hiddenQualities: readonly Quality[] | null = null;
  #chosenQualityId = 'auto';
  #startSeconds: number | null = null;
  #history: RecoveryHistory = UNTRIED;
  #failure: 'none' | 'manifest' | 'media' = 'none';
  #cancelReload: () => void = doNothing;
  #isDestroyed = false;
  readonly #watchdog: StallWatchdog;
  readonly #stopFollowing: () => void;

  constructor(Hls: typeof HlsClass, options: HlsEngineOptions) {
    this.#options = options;
    this.#isWhole = options.isFragmentedMp4 !== true;
    const { log } = options;
    this.#events = createEmitter((error) => log.note('warn', 'A listener of the engine threw.', { error }));
    this.on = this.#events.on;
    const loaders = createSupplyLoaders(options.supply, options.clock);
    this.#loaders = loaders;
    this.#watchdog = createStallWatchdog({
      clock: options.clock,
      isStuck: () => this.#isHungry() && loaders.isIdle(),
      onStuck: () => {
        log.note('warn', 'hls.js asked for nothing although the buffer is empty; it is started anew.');
        this.#hls.startLoad(options.element.currentTime);
      },
    });
    this.#hls = this.#open(Hls);
    this.#stopFollowing = followLive(options.element, () => this.#readLive());
  }

  /** Null for films, and where the page itself says how far behind a live is to be played. */
  #readLive(): LivePlayback | null {
    const { liveSyncDuration, liveSyncDurationCount } = this.#options.hlsConfig ?? {};
    const { latestLevelDetails: details, targetLatency, latency, mainForwardBufferInfo } = this.#hls;
    if (liveSyncDuration !== undefined || liveSyncDurationCount !== undefined) return null;
    if (details === null || !details.live || targetLatency === null) return null;
    return {
      latencySeconds: latency,
      // hls.js adds to it with each stall.
      targetSeconds: Math.max(targetLatency - details.targetduration, details.holdBack),
      bufferSeconds: mainForwardBufferInfo?.len ?? 0,
      segmentSeconds: details.targetduration,
    };
  }

  #open(Hls: typeof HlsClass): HlsClass {
    const { element, url, hlsConfig } = this.#options;
    const hls = new Hls({ ...HLS_CONFIG, ...hlsConfig, ...this.#loaders.config });
    this.#loaders.attach(hls);
    this.#listen(hls, Hls.Events);
    hls.attachMedia(element);
    hls.loadSource(url);
    return hls;
  }

  #listen(hls: HlsClass, Events: typeof HlsClass.Events): void {
    hls.on(Events.MANIFEST_PARSED, () => {
      this.#failure = 'none';
      this.#applyQuality();
      if (this.#startSeconds !== null) this.#startLoad();
      this.#events.emit('tracksChanged', undefined);
    });
    for (const name of [Events.LEVELS_UPDATED, Events.AUDIO_TRACKS_UPDATED, Events.AUDIO_TRACK_SWITCHED] as const) {
      hls.on(name, () => this.#events.emit('tracksChanged', undefined));
    }
    hls.on(Events.LEVEL_SWITCHED, () => {
      const id = this.activeQualityId;
      if (id !== null) this.#events.emit('qualityChanged', { id });
    });
    hls.on(Events.FRAG_LOADING, (_name, { frag }) => {
      if (frag.decryptdata?.isCommonEncryption && !hls.config.emeEnabled) this.#refuseEncrypted();
    });
    hls.on(Events.FRAG_BUFFERED, () => {
      // Segments arrive with a wrong key too: only a picture tells that the decoder works.
      if (this.#options.element.readyState > HTMLMediaElement.HAVE_METADATA) this.#history = UNTRIED;
      this.#watchdog.reset();
    });
    hls.on(Events.ERROR, (_name, data) => this.#handleError(data));
  }

  get qualities(): readonly Quality[] {
    if (this.#hiddenQualities !== null) return this.#hiddenQualities;
    const qualities = this.#hls.levels.map(toQuality);
    return this.#loaders.hasAudioOnly() ? [...qualities, AUDIO_ONLY] : qualities;
  }

  get activeQualityId(): string | null {
    const level = this.#hls.levels[this.#hls.currentLevel];
    if (level === undefined) return null;
    return this.#hiddenQualities === null ? qualityId(level) : AUDIO_ONLY.id;
  }

  get chosenQualityId(): string {
    return this.#chosenQualityId;
  }

  setQuality(id: string): void {
    if (this.#isDestroyed) return;
    this.#chosenQualityId = id;
    const isAudioOnly = id === AUDIO_ONLY.id && this.#loaders.hasAudioOnly();
    if (isAudioOnly === (this.#hiddenQualities !== null)) this.#applyQuality();
    else this.#playAnew(isAudioOnly);
  }

  /** hls.js never mixes variants with and without a picture: the film is opened again, at the same place. */
  #playAnew(isAudioOnly: boolean): void {
    const { element, url } = this.#options;
    const isGoingOn = !element.paused;
    this.#hiddenQualities = isAudioOnly ? this.qualities : null;
    this.#loaders.setAudioOnly(isAudioOnly);
    if (this.#startSeconds !== null) this.#startSeconds = this.isLive ? 0 : element.currentTime || this.#startSeconds;
    this.#hls.loadSource(url);
    // A new source pauses its element.
    if (isGoingOn) element.play().catch(refusedToPlay);
  }

  /** At the next segment: what is buffered of the old quality after it makes room, what plays goes on. */
  #applyQuality(): void {
    if (this.#chosenQualityId === 'auto') {
      this.#hls.loadLevel = -1;
      return;
    }
    if (this.#hiddenQualities !== null) return;
    const level = this.#hls.levels.findIndex((each) => qualityId(each) === this.#chosenQualityId);
    if (level !== -1) this.#hls.nextLevel = level;
  }

  get audioTracks(): readonly AudioTrack[] {
    return this.#hls.audioTracks.map(toAudioTrack);
  }

  get activeAudioTrackId(): string | null {
    const track = this.#hls.audioTracks[this.#hls.audioTrack];
    return track === undefined ? null : toAudioTrack(track).id;
  }

  setAudioTrack(id: string): void {
    if (this.#isDestroyed) return;
    const index = this.#hls.audioTracks.findIndex((track) => toAudioTrack(track).id === id);
    if (index !== -1) this.#hls.audioTrack = index;
  }

  get liveSyncSeconds(): number | null {
    return this.isLive ? this.#hls.liveSyncPosition : null;
  }

  get isLive(): boolean {
    return this.#hls.latestLevelDetails?.live ?? false;
  }

  start(positionSeconds: number): void {
    if (this.#isDestroyed) return;
    this.#startSeconds = positionSeconds;
    if (this.#hls.levels.length > 0) this.#startLoad();
  }

  /** From 0 on hls.js chooses itself: a film's own start, or the place in a live where it should be. */
  #startLoad(): void {
    const position = this.#startSeconds ?? 0;
    this.#hls.startLoad(position > 0 ? position : -1);
  }

  /** Started, not at the end, and next to nothing is buffered where playback is. */
  #isHungry(): boolean {
    const { element } = this.#options;
    if (this.#startSeconds === null || this.#failure !== 'none' || this.#hls.media === null) return false;
    if (element.ended || this.#hls.levels.length === 0 || !this.#hls.bufferingEnabled) return false;
    return element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  retry(): void {
    if (this.#isDestroyed || this.#failure === 'none') return;
    this.#history = UNTRIED;
    const failure = this.#failure;
    this.#failure = 'none';
    if (failure === 'manifest' || this.#hls.levels.length === 0) this.#hls.loadSource(this.#options.url);
    else {
      if (this.#options.element.error !== null) this.#hls.recoverMediaError();
      this.#hls.startLoad(this.#options.element.currentTime);
    }
  }

  /** hls.js loads what it has no key system for, appends nothing, and says nothing. */
  #refuseEncrypted(): void {
    if (this.#failure !== 'none' || this.#isDestroyed) return;
    this.#failure = 'media';
    this.#hls.stopLoad();
    const context = { reason: 'the film is encrypted, and no key system was named for it' };
    this.#events.emit('failed', createPlaybackError('media-undecodable', { context }));
  }

  #handleError(data: ErrorData): void {
    const breakdown = breakdownOf(data);
    const context = describeError(data);
    if (!this.#isWhole && !this.#isDestroyed && isBeyondFmp4(data)) {
      void this.#bringTheRest(context);
      return;
    }
    if (!data.fatal || this.#isDestroyed || this.#failure !== 'none') {
      this.#options.log.note('debug', 'hls.js reported an error.', context);
      return;
    }
    const step = planRecovery(breakdown, { history: this.#history, isLive: this.isLive });
    if (step.kind === 'give-up') {
      this.#failure = breakdown.startsWith('manifest') || breakdown === 'codecs-unsupported' ? 'manifest' : 'media';
      this.#events.emit('failed', createPlaybackError(step.code, { cause: data.error, context }));
      return;
    }
    if (step.kind === 'reload') {
      this.#history = { ...this.#history, reloads: this.#history.reloads + 1 };
      this.#cancelReload();
      this.#cancelReload = this.#options.clock.schedule(step.delayMs, () => this.#hls.startLoad());
    } else {
      this.#history = { ...this.#history, decoderRecoveries: this.#history.decoderRecoveries + 1 };
      if (step.kind === 'swap-audio-codec') this.#hls.swapAudioCodec();
      this.#hls.recoverMediaError();
    }
    const code = step.kind === 'reload' ? 'media-unreachable' : 'media-undecodable';
    this.#events.emit('recovered', createPlaybackError(code, { cause: data.error, context }));
  }

  /** The film is not what its server said: it plays on from where it is, with all of hls.js. */
  async #bringTheRest(context: ErrorContext): Promise<void> {
    const { element, log } = this.#options;
    log.note('warn', 'The film needs all of hls.js.', context);
    this.#isWhole = true;
    this.#hls.stopLoad();
    try {
      const Hls = await loadHls('whole');
      if (this.#isDestroyed) return;
      const isGoingOn = !element.paused;
      if (this.#startSeconds !== null) this.#startSeconds = element.currentTime || this.#startSeconds;
      this.#hls.destroy();
      this.#hls = this.#open(Hls);
      if (isGoingOn) element.play().catch(refusedToPlay);
    } catch (cause) {
      this.#isWhole = false;
      this.#failure = 'manifest';
      if (!this.#isDestroyed) this.#events.emit('failed', createPlaybackError('media-undecodable', { cause, context }));
    }
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#cancelReload();
    this.#watchdog.destroy();
    this.#stopFollowing();
    this.#hls.destroy();
    this.#events.clear();
  }
}

const AUDIO_ONLY = createQuality({
  id: 'audio-only',
  widthPx: null,
  heightPx: null,
  frameRate: null,
  bitrateBitsPerSecond: null,
  isAudioOnly: true,
  name: 'Audio only',
});

/** By place and rate: levels can be removed, and their numbers then change. */
function qualityId(level: Level): string {
  return `${level.height || 0}p${Math.round(level.frameRate || 0)}-${level.bitrate}-${level.codecSet}`;
}

function toQuality(level: Level): Quality {
  return createQuality({
    id: qualityId(level),
    widthPx: level.width || null,
    heightPx: level.height || null,
    frameRate: level.frameRate || null,
    bitrateBitsPerSecond: level.bitrate || null,
    isAudioOnly: level.audioCodec !== undefined && level.videoCodec === undefined && !level.height,
    videoCodec: level.videoCodec ?? null,
    audioCodec: level.audioCodec ?? null,
    videoRange: level.videoCodec === undefined ? null : level.videoRange,
    name: level.name || null,
  });
}

function toAudioTrack(track: MediaPlaylist): AudioTrack {
  return { id: `${track.groupId}/${track.id}`, label: track.name, language: track.lang ?? null };
}

function doNothing(): void {
  // Nothing is planned yet.
}

function refusedToPlay(): void {
  // The browser wants a gesture or the viewer paused meanwhile: the element says so.
}
