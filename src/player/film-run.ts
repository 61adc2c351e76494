import { PlayerError } from '../base/errors.ts';
import type { Http } from '../base/http.ts';
import { SECOND_MS } from '../base/units.ts';
import type { Video } from '../media/video.ts';
import { type PlaybackWay, planPlayback } from './choose-media.ts';
import type { CoreContext } from './core-context.ts';
import { createFilmSharing, type FilmSharing } from './film-sharing.ts';
import { loadPlayback, type OpenedPlayback } from './load-playback.ts';
import { deriveMediaState, derivePhase, MEDIA_EVENTS, readMediaFacts } from './media-facts.ts';
import { applyRememberedQuality, findQualityId } from './quality-choice.ts';
import { toPlayerError } from './resolve-source.ts';
import { startMedia } from './start-media.ts';
import type { UploadMeter } from './upload-meter.ts';

const TICK_MS = SECOND_MS;
/** How often the place is kept: what a closed tab may lose. */
const POSITION_EVERY_TICKS = 5;

/** A film that is known, and how it is to be played. */
export type Film = {
  readonly video: Video;
  readonly startSeconds: number;
  readonly stopSeconds: number | null;
  /** The viewer has to agree before he sees it. */
  readonly needsConsent: boolean;
  /** Asks the film's servers; adds what they demand. */
  readonly http: Http;
};

export type FilmHooks = {
  onEnded(): void;
  onFailed(error: PlayerError): void;
};

/** One film in the element, from the moment it is known until the next one. */
export interface FilmRun {
  readonly isStarted: boolean;
  /** The viewer agreed to see it. */
  acceptSensitive(): void;
  /** Loads the media (for the first time now) and plays. */
  play(): Promise<void>;
  pause(): void;
  seek(positionSeconds: number): void;
  seekToLiveEdge(): void;
  setQuality(id: string): void;
  setAudioTrack(id: string): void;
  /** The viewer's choice, the limit or the connection changed: may we share now? */
  refreshSharing(): void;
  /** Something outside the element changed. */
  refresh(): void;
  /** The live is over: what is buffered is played, nothing more comes. */
  endLive(): void;
  retry(): void;
  destroy(): void;
}

type Dependencies = { readonly meter: UploadMeter; readonly hooks: FilmHooks };

export function createFilmRun(context: CoreContext, film: Film, dependencies: Dependencies): FilmRun {
  return new Run(context, film, dependencies);
}

class Run implements FilmRun {
  readonly #context: CoreContext;
  readonly #film: Film;
  readonly #meter: UploadMeter;
  readonly #hooks: FilmHooks;
  readonly #sharing: FilmSharing;
  readonly #lifetime = new AbortController();
  readonly #ways: readonly PlaybackWay[];
  #wayIndex = 0;
  #opened: OpenedPlayback | null = null;
  #opening: Promise<void> | null = null;
  #startSeconds: number;
  #isStarted = false;
  /** Somebody wants it to play: kept while the element changes its source and says that it is paused. */
  #wantsPlay = false;
  #needsConsent: boolean;
  #hasEnded = false;
  #isLiveOver = false;
  #hasFailed = false;
  #ticks = 0;
  #cancelTick: () => void = () => undefined;

  constructor(context: CoreContext, film: Film, dependencies: Dependencies) {
    this.#context = context;
    this.#film = film;
    this.#meter = dependencies.meter;
    this.#hooks = dependencies.hooks;
    this.#startSeconds = film.startSeconds;
    this.#needsConsent = film.needsConsent;
    this.#ways = planPlayback(film.video.media, context.environment(), context.options.preferredMedia);
    this.#sharing = createFilmSharing(context, {
      video: film.video,
      meter: dependencies.meter,
      isNativePlayback: () => this.#ways[this.#wayIndex]?.kind !== 'hls',
    });
    const { signal } = this.#lifetime;
    for (const name of MEDIA_EVENTS) context.element.addEventListener(name, () => this.refresh(), { signal });
    context.element.addEventListener('ended', () => this.#end(), { signal });
    context.element.addEventListener('timeupdate', () => this.#checkStop(), { signal });
    context.element.addEventListener('waiting', () => this.#checkLiveEnd(), { signal });
    context.element.addEventListener('pause', () => this.#onPause(), { signal });
    context.element.addEventListener('seeking', () => this.#onSeeking(), { signal });
    this.refreshSharing();
    this.refresh();
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  acceptSensitive(): void {
    this.#needsConsent = false;
    this.refresh();
  }

  async play(): Promise<void> {
    const { element, ports, store } = this.#context;
    if (this.#hasFailed || this.#needsConsent) return;
    this.#wantsPlay = true;
    if (!this.#isStarted) {
      this.#isStarted = true;
      // Within the viewer's own gesture: some browsers let only an element play that was told so in one.
      const isPrimed = element.play().then(undefined, () => undefined);
      void isPrimed;
      this.#opening = this.#open(this.#startSeconds);
      this.refresh();
    }
    await this.#opening;
    if (this.#lifetime.signal.aborted || this.#hasFailed || !this.#wantsPlay) return;
    if (this.#hasEnded) this.#moveTo(this.#rewindSeconds());
    const start = await startMedia(element, ports.log);
    if (start === 'muted') store.update({ isMutedByBrowser: true });
    this.refresh();
  }

  pause(): void {
    this.#wantsPlay = false;
    this.#context.element.pause();
    this.#rememberPosition();
  }

  seek(positionSeconds: number): void {
    const { seekable } = this.#context.store.state;
    const low = seekable?.startSeconds ?? 0;
    const high = seekable?.endSeconds ?? positionSeconds;
    this.#moveTo(Math.min(Math.max(positionSeconds, low), high));
  }

  seekToLiveEdge(): void {
    const edge = this.#opened?.engine.liveSyncSeconds ?? null;
    if (edge !== null) this.#moveTo(edge);
  }

  setQuality(id: string): void {
    const engine = this.#opened?.engine;
    const found = engine === undefined ? id : findQualityId(engine.qualities, id);
    if (found === null) return;
    engine?.setQuality(found);
    this.#context.store.update({ chosenQualityId: id });
  }

  setAudioTrack(id: string): void {
    this.#opened?.engine.setAudioTrack(id);
    this.#readTracks();
  }

  refreshSharing(): void {
    this.#sharing.refresh(this.#opened?.supply ?? null);
  }

  refresh(): void {
    if (this.#lifetime.signal.aborted || this.#hasFailed) return;
    const { element, store } = this.#context;
    const facts = readMediaFacts(element);
    const isLive = this.#opened?.engine.isLive ?? this.#film.video.live?.state === 'streaming';
    const playback = {
      isStarted: this.#isStarted,
      hasEnded: this.#hasEnded,
      isLive,
      isBroadcast: this.#film.video.live !== null,
      liveSyncSeconds: this.#opened?.engine.liveSyncSeconds ?? null,
      knownDurationSeconds: this.#film.video.durationSeconds,
    };
    const isMutedByBrowser = store.state.isMutedByBrowser && facts.isMuted;
    const position = this.#isStarted && this.#opened !== null ? {} : { positionSeconds: this.#startSeconds };
    const phase = this.#needsConsent ? 'needs-consent' : derivePhase(facts, playback);
    store.update({ ...deriveMediaState(facts, playback), ...position, isMutedByBrowser, phase });
  }

  endLive(): void {
    this.#isLiveOver = true;
    this.#checkLiveEnd();
  }

  /** What is buffered of a live that is over is still shown. */
  #checkLiveEnd(): void {
    const { element } = this.#context;
    const { canGoOn } = readMediaFacts(element);
    if (!this.#isLiveOver || this.#hasEnded || (canGoOn && !element.paused)) return;
    element.pause();
    this.#end();
  }

  retry(): void {
    if (!this.#hasFailed) return;
    this.#hasFailed = false;
    this.#context.store.update({ error: null });
    this.#wayIndex = 0;
    this.#opening = this.#open(this.#startSeconds);
    void this.play();
  }

  destroy(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#rememberPosition();
    this.#lifetime.abort();
    this.#close();
  }

  #close(): void {
    this.#cancelTick();
    if (this.#opened?.supply) this.#meter.take(this.#opened.supply, this.#opened.supply.stats());
    this.#opened?.destroy();
    this.#opened = null;
  }

  /** Tries the ways one after the other until one opens. */
  async #open(positionSeconds: number): Promise<void> {
    const way = this.#ways[this.#wayIndex];
    if (way === undefined) {
      this.#fail(nothingPlays(this.#film.video));
      return;
    }
    this.refreshSharing();
    try {
      const isSharingAtStart = this.#sharing.isOn;
      const { video, http } = this.#film;
      const { openPlayback } = await loadPlayback();
      const opened = await openPlayback(this.#context, { way, video, http, isSharingAtStart });
      if (this.#lifetime.signal.aborted) {
        opened.destroy();
        return;
      }
      this.#adopt(opened, positionSeconds);
    } catch (cause) {
      if (!this.#lifetime.signal.aborted) await this.#tryNextWay(toPlayerError(cause), positionSeconds);
    }
  }

  #adopt(opened: OpenedPlayback, positionSeconds: number): void {
    const { engine } = opened;
    const { signal } = this.#lifetime;
    const isCurrent = () => this.#opened === opened;
    this.#opened = opened;
    let hasAppliedQuality = false;
    const onTracks = () => {
      if (!hasAppliedQuality && engine.qualities.length > 0) {
        hasAppliedQuality = true;
        this.#context.store.update({ chosenQualityId: applyRememberedQuality(engine, this.#context.memory.quality()) });
      }
      this.#readTracks();
    };
    engine.on('tracksChanged', onTracks, { signal });
    engine.on('qualityChanged', () => this.#readTracks(), { signal });
    engine.on('recovered', (error) => this.#context.emitter.emit('warned', error), { signal });
    engine.on('failed', (error) => isCurrent() && void this.#leaveFailedWay(error), { signal });
    // What is asked for while the parts were being made counts already.
    this.refreshSharing();
    onTracks();
    engine.start(positionSeconds);
    this.#tick();
  }

  async #leaveFailedWay(error: PlayerError): Promise<void> {
    const { currentTime } = this.#context.element;
    this.#close();
    this.#opening = this.#tryNextWay(error, currentTime > 0 ? currentTime : this.#startSeconds);
    await this.#opening;
    if (this.#wantsPlay) await this.play();
  }

  async #tryNextWay(error: PlayerError, positionSeconds: number): Promise<void> {
    this.#startSeconds = positionSeconds;
    if (this.#wayIndex + 1 >= this.#ways.length) return this.#fail(error);
    this.#wayIndex += 1;
    this.#context.emitter.emit('warned', error);
    await this.#open(positionSeconds);
  }

  #fail(error: PlayerError): void {
    this.#hasFailed = true;
    this.#context.element.pause();
    this.#hooks.onFailed(error);
  }

  #readTracks(): void {
    const engine = this.#opened?.engine;
    if (engine === undefined || this.#lifetime.signal.aborted) return;
    this.#context.store.update({
      qualities: engine.qualities,
      activeQualityId: engine.activeQualityId,
      audioTracks: engine.audioTracks,
      activeAudioTrackId: engine.activeAudioTrackId,
    });
    this.refresh();
  }

  #moveTo(positionSeconds: number): void {
    if (!this.#isStarted || this.#opened === null) {
      this.#startSeconds = positionSeconds;
      this.refresh();
      return;
    }
    this.#hasEnded = false;
    this.#context.element.currentTime = positionSeconds;
  }

  #rewindSeconds(): number {
    const { stopSeconds, startSeconds } = this.#film;
    return stopSeconds === null ? 0 : startSeconds;
  }

  /** The system, a media key or another script paused it. A change of source does not say `pause`. */
  #onPause(): void {
    if (this.#opened !== null && this.#context.element.paused) this.#wantsPlay = false;
  }

  #onSeeking(): void {
    const { stopSeconds } = this.#film;
    // A viewer who goes on after the stop time has chosen to see more.
    if (this.#hasEnded && (stopSeconds === null || this.#context.element.currentTime < stopSeconds)) {
      this.#hasEnded = false;
    }
  }

  #checkStop(): void {
    const { stopSeconds, startSeconds } = this.#film;
    const { element, store } = this.#context;
    if (stopSeconds === null || this.#hasEnded || element.seeking || stopSeconds <= startSeconds) return;
    if (element.currentTime < stopSeconds) return;
    if (store.state.isLooping) {
      element.currentTime = startSeconds;
      return;
    }
    if (element.currentTime > stopSeconds + SKIPPED_SECONDS) return;
    element.pause();
    this.#end();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#film.video.live === null) this.#context.memory.setPositionSeconds(this.#film.video.id, null);
    this.refresh();
    this.#hooks.onEnded();
  }

  #rememberPosition(): void {
    const { element, memory } = this.#context;
    if (!this.#isStarted || this.#hasEnded || this.#film.video.live !== null || element.currentTime === 0) return;
    memory.setPositionSeconds(this.#film.video.id, element.currentTime);
  }

  #tick(): void {
    this.#cancelTick();
    if (this.#lifetime.signal.aborted) return;
    this.#cancelTick = this.#context.ports.clock.schedule(TICK_MS, () => this.#tick());
    const supply = this.#opened?.supply ?? null;
    if (supply !== null) this.#sharing.tick(supply);
    this.#ticks += 1;
    if (this.#ticks % POSITION_EVERY_TICKS === 0 && !this.#context.element.paused) this.#rememberPosition();
    if (this.#opened?.engine.isLive === true) this.refresh();
  }
}

/** A `timeupdate` comes about four times a second; more than this past the stop time is a seek of the viewer. */
const SKIPPED_SECONDS = 1.5;

function nothingPlays(video: Video): PlayerError {
  return video.media.length === 0
    ? new PlayerError('nothing-to-play', 'This film has no media that can be played. Try it on its own page.')
    : new PlayerError(
        'no-media-source',
        'This browser cannot play this film: it lacks Media Source Extensions. Update it, or try another one.',
      );
}
