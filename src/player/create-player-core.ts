import { createEmitter } from '../base/emitter.ts';
import { PlayerError } from '../base/errors.ts';
import type { Video } from '../media/video.ts';
import type { VideoPlaylistEntry } from '../media/video-playlist.ts';
import { createBrowserPorts } from '../platform/browser.ts';
import { connectSocketIo } from '../source/dom/socket-io-live.ts';
import { createFilmHttp } from '../source/film-http.ts';
import { watchLive } from '../source/live-watch.ts';
import type { Resolution } from '../source/resolution.ts';
import { type CaptionChoice, createCaptionChoice } from './caption-choice.ts';
import { checkOptions } from './check-options.ts';
import { chooseStart } from './choose-start.ts';
import { connectPage } from './connect-page.ts';
import type { CoreContext } from './core-context.ts';
import { readEnvironment } from './environment.ts';
import { createFilmRun, type FilmRun } from './film-run.ts';
import type { PlayerOptions } from './options.ts';
import { chooseAccess } from './own-login.ts';
import type { Player, PlayerEvents } from './player.ts';
import { findEntry, stepEntry } from './playlist-steps.ts';
import { toRememberedQuality } from './quality-choice.ts';
import { reportOncePlaying } from './report-once-playing.ts';
import { resolveSource, toPlayerError } from './resolve-source.ts';
import { createStateStore, INITIAL_STATE, NO_FILM } from './state-store.ts';
import { createUploadMeter, type UploadMeter } from './upload-meter.ts';
import { createViewerMemory } from './viewer-memory.ts';
import { createViewerSettings, type ViewerSettings } from './viewer-settings.ts';

/**
 * A player without a face in a media element of the page. It asks for the film's description at once; for media, peers
 * and views only when somebody plays it.
 * @throws {PlayerError} `invalid-option`; everything later is told as an event.
 */
export function createPlayerCore(element: HTMLVideoElement, options: PlayerOptions = {}): Player {
  return new PlayerCore(element, checkOptions(options));
}

/** What one request to load asks for beyond the source itself. */
type Wishes = {
  readonly startSeconds: number | null;
  readonly stopSeconds: number | null;
  readonly password: string | null;
  readonly mustPlay: boolean;
  /** It is a row of the playlist that is on: the list stays. */
  readonly isEntry: boolean;
};

const NO_WISHES: Wishes = {
  startSeconds: null,
  stopSeconds: null,
  password: null,
  mustPlay: false,
  isEntry: false,
};

class PlayerCore implements Player {
  readonly media: HTMLVideoElement;
  readonly on: Player['on'];
  readonly #context: CoreContext;
  readonly #meter: UploadMeter;
  readonly #settings: ViewerSettings;
  readonly #lifetime = new AbortController();
  readonly #disconnect: () => void;
  /** Of the source that is loaded now; aborted by the next one. */
  #loading = new AbortController();
  #source: { readonly input: string | Video; readonly wishes: Wishes } | null = null;
  #instance: string | undefined;
  #run: FilmRun | null = null;
  #captions: CaptionChoice | null = null;
  #password: string | null = null;
  /** Play as soon as there is a film: it was asked for before there was one. */
  #wantsPlay: boolean;
  #hasAcceptedSensitive = false;

  constructor(element: HTMLVideoElement, options: PlayerOptions) {
    const ports = { ...createBrowserPorts(), ...options.ports };
    const emitter = createEmitter<PlayerEvents>((error) =>
      ports.log.note('warn', 'A listener of the player threw.', { error }),
    );
    const store = createStateStore(INITIAL_STATE, (change) => emitter.emit('stateChanged', change));
    const memory = createViewerMemory(ports.storage, ports.clock);
    const environment = () => readEnvironment(element);
    this.media = element;
    this.on = emitter.on;
    this.#context = { element, options, ports, store, emitter, memory, environment };
    this.#meter = createUploadMeter(this.#context);
    this.#instance = options.instance;
    this.#wantsPlay = options.autoplay === true;
    this.#settings = createViewerSettings(this.#context);
    element.playsInline = true;
    store.update({ isOffline: environment().isOffline });
    this.#disconnect = connectPage(this, this.#context, () => {
      if (this.state.phase === 'failed' && this.#wantsPlay) this.retry();
    });
    this.on('stateChanged', ({ state }) => {
      // Media keys and the system pause and play too.
      if (state.phase === 'paused') this.#wantsPlay = false;
      else if (state.phase === 'playing') this.#wantsPlay = true;
    });
    if (options.source !== undefined && options.source !== null) this.#loadFirst(options.source);
  }

  get state() {
    return this.#context.store.state;
  }

  load(source: string | null): void {
    if (this.#isDestroyed) return;
    this.#password = null;
    if (source === null) this.#unload();
    else void this.#load(source, NO_WISHES);
  }

  async play(): Promise<void> {
    if (this.#isDestroyed) return;
    this.#wantsPlay = true;
    if (this.state.phase === 'failed') this.retry();
    else await this.#run?.play();
  }

  pause(): void {
    this.#wantsPlay = false;
    this.#run?.pause();
  }

  seek(positionSeconds: number): void {
    if (Number.isFinite(positionSeconds)) this.#run?.seek(positionSeconds);
  }

  seekToLiveEdge(): void {
    this.#run?.seekToLiveEdge();
  }

  setVolume(volume: number): void {
    if (!this.#isDestroyed) this.#settings.setVolume(volume);
  }

  setMuted(isMuted: boolean): void {
    if (!this.#isDestroyed) this.#settings.setMuted(isMuted);
  }

  setRate(rate: number): void {
    if (!this.#isDestroyed) this.#settings.setRate(rate);
  }

  setLooping(isLooping: boolean): void {
    if (!this.#isDestroyed) this.#settings.setLooping(isLooping);
  }

  setQuality(id: string): void {
    const { memory, store } = this.#context;
    const remembered = toRememberedQuality(store.state.qualities, id);
    if (remembered !== null) memory.setQuality(remembered);
    if (this.#run === null) store.update({ chosenQualityId: id });
    else this.#run.setQuality(id);
  }

  setCaption(id: string | null): void {
    this.#captions?.choose(id);
  }

  setAudioTrack(id: string): void {
    this.#run?.setAudioTrack(id);
  }

  setSharing(isOn: boolean): void {
    if (this.#isDestroyed) return;
    this.#context.memory.setSharing(isOn);
    this.#run?.refreshSharing();
  }

  setMonthlyUploadLimit(bytes: number | null): void {
    if (this.#isDestroyed) return;
    this.#meter.setMonthLimitBytes(bytes);
    this.#run?.refreshSharing();
  }

  submitPassword(password: string): void {
    if (this.#isDestroyed) return;
    this.#password = password;
    // One that comes before it is asked for waits until it is.
    if (this.state.phase === 'needs-password') this.#loadWithPassword(password);
  }

  #loadWithPassword(password: string): void {
    if (this.#source === null) return;
    const { input, wishes } = this.#source;
    void this.#load(input, { ...wishes, password, mustPlay: true });
  }

  acceptSensitive(): void {
    this.#hasAcceptedSensitive = true;
    this.#run?.acceptSensitive();
    if (this.#run !== null) void this.play();
  }

  playNext(): void {
    this.#step(1);
  }

  playPrevious(): void {
    this.#step(-1);
  }

  playEntry(index: number): void {
    const entry = this.state.playlist?.playlist.entries[index];
    if (entry !== undefined && !this.#isDestroyed) this.#loadEntry(entry, index, true);
  }

  retry(): void {
    if (this.state.phase !== 'failed' || this.#isDestroyed) return;
    if (this.#run !== null) this.#run.retry();
    else if (this.#source !== null)
      void this.#load(this.#source.input, { ...this.#source.wishes, mustPlay: this.#wantsPlay });
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#lifetime.abort();
    this.#unloadFilm();
    this.#disconnect();
    this.#context.store.update({ ...NO_FILM, phase: 'idle' });
    this.#context.emitter.emit('destroyed', undefined);
    this.#context.emitter.clear();
  }

  get #isDestroyed(): boolean {
    return this.#lifetime.signal.aborted;
  }

  #loadFirst(source: string | Video): void {
    const { options } = this.#context;
    const startSeconds = options.startSeconds ?? null;
    const stopSeconds = options.stopSeconds ?? null;
    void this.#load(source, { ...NO_WISHES, startSeconds, stopSeconds });
  }

  #unload(): void {
    this.#unloadFilm();
    this.#source = null;
    this.#context.store.update({ ...NO_FILM, playlist: null, phase: 'idle' });
  }

  #unloadFilm(): void {
    this.#loading.abort();
    this.#run?.destroy();
    this.#run = null;
    this.#captions?.destroy();
    this.#captions = null;
  }

  async #load(input: string | Video, wishes: Wishes): Promise<void> {
    this.#unloadFilm();
    this.#loading = new AbortController();
    this.#source = { input, wishes };
    if (wishes.mustPlay) this.#wantsPlay = true;
    const { signal } = this.#loading;
    const playlist = wishes.isEntry ? {} : { playlist: null };
    this.#context.store.update({ ...NO_FILM, ...playlist, phase: 'resolving' });
    try {
      const resolution = await resolveSource(this.#context, input, {
        instance: this.#instance,
        password: wishes.password,
        signal,
      });
      signal.throwIfAborted();
      if (resolution.kind === 'playlist') this.#openPlaylist(resolution);
      else this.#openFilm(resolution, wishes);
    } catch (cause) {
      if (!signal.aborted) this.#failToLoad(cause);
    }
  }

  #failToLoad(cause: unknown): void {
    const error = toPlayerError(cause);
    const isWrong = error.code === 'wrong-password';
    if (error.code !== 'needs-password' && !isWrong) this.#fail(error);
    else if (!isWrong && this.#password !== null && this.#source?.wishes.password === null) {
      this.#loadWithPassword(this.#password);
    } else this.#context.store.update({ phase: 'needs-password', isPasswordWrong: isWrong });
  }

  #fail(error: PlayerError): void {
    this.#context.store.update({ phase: 'failed', error });
    this.#context.emitter.emit('failed', error);
  }

  #openPlaylist({ playlist, position }: Extract<Resolution, { kind: 'playlist' }>): void {
    const { options, store } = this.#context;
    this.#instance = playlist.instance?.origin ?? this.#instance;
    const activeIndex = findEntry(playlist, options.playlistPosition ?? position);
    const entry = playlist.entries[activeIndex];
    if (entry === undefined) {
      const message = 'No film of this playlist can be played. They may have been deleted or made private.';
      this.#fail(new PlayerError('empty-playlist', message));
      return;
    }
    // A list that loops goes round; its films do not.
    const isLooping = options.isLooping === true;
    if (isLooping) this.setLooping(false);
    store.update({ playlist: { playlist, activeIndex, isLooping } });
    this.#loadEntry(entry, activeIndex, this.#wantsPlay);
  }

  #loadEntry(entry: VideoPlaylistEntry, index: number, mustPlay: boolean): void {
    const list = this.state.playlist;
    if (list === null || entry.video === null) return;
    this.#password = null;
    this.#context.store.update({ playlist: { ...list, activeIndex: index } });
    const { startSeconds, stopSeconds } = entry;
    void this.#load(entry.video.input, { ...NO_WISHES, startSeconds, stopSeconds, mustPlay, isEntry: true });
  }

  #step(step: 1 | -1): boolean {
    const list = this.state.playlist;
    if (list === null || this.#isDestroyed) return false;
    const index = stepEntry(list.playlist, list.activeIndex, { step, isLooping: list.isLooping });
    const entry = list.playlist.entries[index];
    if (entry === undefined) return false;
    this.#loadEntry(entry, index, true);
    return true;
  }

  #openFilm(resolution: Extract<Resolution, { kind: 'video' }>, wishes: Wishes): void {
    const { options, store, memory } = this.#context;
    const { video } = resolution;
    const start = chooseStart({
      wishedSeconds: wishes.startSeconds ?? resolution.startSeconds,
      rememberedSeconds: memory.positionSeconds(video.id),
      durationSeconds: video.durationSeconds,
      isLive: video.live !== null,
      mayResume: options.resume !== false,
    });
    const { chapters, storyboard } = video;
    const resumedAtSeconds = start.isResumed ? start.startSeconds : null;
    store.update({ video, chapters, storyboard, resumedAtSeconds, isLive: video.live !== null });
    this.#settings.beginFilm(video.live !== null);
    if (video.posterUrl !== null) this.media.poster = video.posterUrl;
    else this.media.removeAttribute('poster');
    if (video.live !== null) this.#watchLive(video, wishes);
    if (video.live !== null && video.live.state !== 'streaming') this.#waitForLive(video);
    else this.#startFilm(video, start.startSeconds, wishes.stopSeconds ?? resolution.stopSeconds);
  }

  #startFilm(video: Video, startSeconds: number, stopSeconds: number | null): void {
    const { ports } = this.#context;
    const { signal } = this.#loading;
    const access = chooseAccess(this.#context, video.instance?.origin ?? '', undefined);
    const http = createFilmHttp({ http: ports.http, ports, video, access, password: this.#password });
    const needsConsent = !this.#hasAcceptedSensitive && isSensitive(video);
    this.#captions = createCaptionChoice(this.#context, video, http);
    const film = { video, http, startSeconds, stopSeconds, needsConsent };
    const hooks = { onEnded: () => this.#onEnded(), onFailed: (error: PlayerError) => this.#fail(error) };
    this.#run = createFilmRun(this.#context, film, { meter: this.#meter, hooks });
    reportOncePlaying(this.#context, { video, http, signal });
    if (this.#wantsPlay && !needsConsent) void this.#run.play();
  }

  #watchLive(video: Video, wishes: Wishes): void {
    const { signal } = this.#loading;
    // Nobody's socket is opened before the viewer has acted: until then the instance is asked now and then.
    const connect = this.#wantsPlay ? connectSocketIo : undefined;
    const watch = watchLive({ ports: this.#context.ports, video, connect });
    watch.on('streaming', () => {
      if (this.#source !== null) void this.#load(this.#source.input, { ...wishes, mustPlay: this.#wantsPlay });
    });
    watch.on('ended', ({ isComingBack }) => this.#endLive(isComingBack));
    signal.addEventListener('abort', () => watch.destroy(), { once: true });
  }

  #waitForLive(video: Video): void {
    const isOver = video.live?.state === 'ended' && !video.live.isPermanent;
    this.#context.store.update({ phase: isOver ? 'live-ended' : 'waiting-for-live' });
  }

  #endLive(isComingBack: boolean): void {
    if (!isComingBack) {
      if (this.#run === null) this.#context.store.update({ phase: 'live-ended' });
      else this.#run.endLive();
      return;
    }
    this.#run?.destroy();
    this.#run = null;
    this.#context.store.update({ phase: 'waiting-for-live' });
  }

  #onEnded(): void {
    this.#context.emitter.emit('ended', undefined);
    if (this.#context.options.isAdvancing !== false) this.#step(1);
  }
}

function isSensitive(video: Video): boolean {
  return video.sensitive !== null && video.sensitive.policy !== 'display';
}
