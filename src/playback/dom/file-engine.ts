import { createEmitter } from '../../base/emitter.ts';
import type { FileMedia } from '../../media/video.ts';
import type { EngineEvents, PlaybackEngine, Quality } from '../engine.ts';
import { createPlaybackError } from '../playback-error.ts';
import { createQuality } from '../quality.ts';
import { followMediaErrors } from './media-failure.ts';

export type FileEngineOptions = {
  readonly element: HTMLVideoElement;
  /** The same film in several sizes; never empty. */
  readonly files: readonly FileMedia[];
};

/** A picture this much larger than the player is worth its bytes; a yet larger one is not. */
const ALLOWED_OVERSIZE = 1.1;

/** Plays whole media files by the browser's own loader, one at a time; changing the quality keeps the place. */
export function createFileEngine(options: FileEngineOptions): PlaybackEngine {
  return new FileEngine(options);
}

class FileEngine implements PlaybackEngine {
  readonly #events = createEmitter<EngineEvents>();
  readonly on = this.#events.on;
  readonly qualities: readonly Quality[];
  readonly audioTracks = [];
  readonly activeAudioTrackId = null;
  readonly isLive = false;
  readonly liveSyncSeconds = null;
  readonly #element: HTMLVideoElement;
  readonly #files: readonly FileMedia[];
  readonly #life = new AbortController();
  #chosenId = 'auto';
  #file: FileMedia | null = null;
  /** 0 is the file's own address, then its mirrors. */
  #mirror = 0;
  #positionSeconds = 0;
  #hasFailed = false;

  constructor({ element, files }: FileEngineOptions) {
    this.#element = element;
    this.#files = files;
    this.qualities = files.map(toQuality);
    const { signal } = this.#life;
    element.addEventListener('loadedmetadata', () => this.#announce(), { signal });
    element.addEventListener('timeupdate', () => this.#rememberPosition(), { signal });
    followMediaErrors(element, signal, (code, context) => {
      const hasMirror = this.#file !== null && this.#mirror < this.#file.mirrorUrls.length;
      if (hasMirror && this.#file !== null) this.#load(this.#file, this.#mirror + 1);
      else this.#hasFailed = true;
      this.#events.emit(hasMirror ? 'recovered' : 'failed', createPlaybackError(code, { context }));
    });
  }

  get activeQualityId(): string | null {
    const isShown = this.#file !== null && this.#element.readyState > 0;
    return isShown ? (this.qualities.find((each) => each.id === this.#file?.url)?.id ?? null) : null;
  }

  get chosenQualityId(): string {
    return this.#chosenId;
  }

  setQuality(id: string): void {
    if (this.#life.signal.aborted) return;
    this.#chosenId = id;
    const file = this.#wanted();
    if (this.#file === null || file === undefined || file === this.#file) return;
    this.#rememberPosition();
    this.#load(file);
  }

  setAudioTrack(): void {
    // A file has the sound that it has.
  }

  start(positionSeconds: number): void {
    const file = this.#wanted();
    if (this.#life.signal.aborted || file === undefined) return;
    this.#positionSeconds = positionSeconds;
    this.#load(file);
  }

  retry(): void {
    if (this.#hasFailed) this.start(this.#positionSeconds);
  }

  destroy(): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    this.#events.clear();
    this.#element.removeAttribute('src');
    this.#element.load();
  }

  #wanted(): FileMedia | undefined {
    return this.#files.find((file) => file.url === this.#chosenId) ?? chooseFile(this.#files, this.#element);
  }

  #load(file: FileMedia, mirror = 0): void {
    const element = this.#element;
    const isGoingOn = this.#file !== null && !element.paused;
    const { playbackRate } = element;
    this.#hasFailed = false;
    this.#file = file;
    this.#mirror = mirror;
    element.src = [file.url, ...file.mirrorUrls][mirror] ?? file.url;
    if (this.#positionSeconds > 0) element.currentTime = this.#positionSeconds;
    element.playbackRate = playbackRate;
    if (isGoingOn) element.play().catch(refusedToPlay);
  }

  /** A source that is being loaded says 0 until its metadata is there. */
  #rememberPosition(): void {
    if (this.#element.readyState > 0) this.#positionSeconds = this.#element.currentTime;
  }

  #announce(): void {
    const id = this.activeQualityId;
    this.#events.emit('tracksChanged', undefined);
    if (id !== null) this.#events.emit('qualityChanged', { id });
  }
}

function toQuality(file: FileMedia): Quality {
  const quality = createQuality({
    id: file.url,
    widthPx: file.widthPx,
    heightPx: file.heightPx,
    frameRate: file.frameRate,
    bitrateBitsPerSecond: null,
    isAudioOnly: file.heightPx === 0,
  });
  return file.label === '' ? quality : { ...quality, label: file.label };
}

/** The smallest that fills the player's height in device pixels, else the largest. */
function chooseFile(files: readonly FileMedia[], element: HTMLVideoElement): FileMedia | undefined {
  const targetPx = (element.clientHeight * devicePixelRatio) / ALLOWED_OVERSIZE;
  const byHeight = files.filter((file) => file.heightPx !== 0).sort((a, b) => (a.heightPx ?? 0) - (b.heightPx ?? 0));
  return byHeight.find((file) => (file.heightPx ?? 0) >= targetPx) ?? byHeight.at(-1) ?? files[0];
}

function refusedToPlay(): void {
  // The browser wants a gesture or another source took over: the element says that it is paused.
}
