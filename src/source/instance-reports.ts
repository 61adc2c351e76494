import type { Http } from '../base/http.ts';
import type { Ports } from '../base/ports.ts';
import { randomString } from '../base/random.ts';
import type { Storage } from '../base/storage.ts';
import { SECOND_MS } from '../base/units.ts';
import type { Video } from '../media/video.ts';
import { askJson } from './ask.ts';
import { askInstanceConfig } from './instance-config.ts';

/** Counters since the film began; reports carry the difference to the last one. */
export type PlaybackMetrics = {
  readonly mode: 'p2p-media-loader' | 'web-video';
  readonly heightPx: number | null;
  readonly frameRate: number | null;
  readonly isSharing: boolean;
  readonly peerCount: number;
  readonly qualityChangeCount: number;
  readonly errorCount: number;
  readonly stallCount: number;
  readonly peerBytes: number;
  readonly httpBytes: number;
  readonly uploadedBytes: number;
};

export type ViewerDevice = {
  /** As PeerTube 7.2 and later take them; left out where the player does not want to say. */
  readonly client?: string;
  readonly device?: 'console' | 'embedded' | 'mobile' | 'smarttv' | 'tablet' | 'wearable' | 'xr' | 'desktop';
  readonly operatingSystem?: string;
};

export type InstanceReportsOptions = {
  readonly ports: Ports;
  /** Asks the film's instance, with what the film demands. */
  readonly http: Http;
  readonly video: Video;
  /** Lives as long as the visit: keeps the id by which the instance counts one viewer once. */
  readonly session: Storage;
  readonly countsViews: boolean;
  readonly sendsMetrics: boolean;
  /** The media element's time now, in seconds. */
  readPositionSeconds(): number;
  /** False while it is paused: nobody watches then. */
  isPlaying(): boolean;
  readMetrics?(): PlaybackMetrics | null;
  readonly device?: ViewerDevice;
};

/** What an instance is owed for the films that it serves: views and, if it asks, playback metrics. */
export interface InstanceReports {
  /** The film plays for the first time. */
  start(): void;
  /** The viewer moved; the jump to where the film starts is none. */
  seek(fromSeconds: number, toSeconds: number): void;
  /** The film was played to its end. */
  end(): void;
  /** It begins again by itself: a second round is no second view. */
  loop(): void;
  /** May be called twice. */
  destroy(): void;
}

const SESSION_KEY = 'fleuve-view-session';
const SESSION_LENGTH = 32;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** A smaller step is the play itself, not a seek. */
const SEEK_SECONDS = 3;
/** After a refusal for being asked too often, unless the instance names a time. */
const PAUSE_MS = 60 * SECOND_MS;

/** A film without an instance that counts views is owed nothing: then all calls do nothing. */
export function createInstanceReports(options: InstanceReportsOptions): InstanceReports {
  return new Reports(options);
}

class Reports implements InstanceReports {
  readonly #options: InstanceReportsOptions;
  readonly #origin: string | null;
  readonly #lifetime = new AbortController();
  readonly #ports: Ports;
  #isStarted = false;
  #isSeeking = false;
  #isLooping = false;
  #lastSecond = -1;
  #pausedUntilMs = 0;
  #lastMetrics: PlaybackMetrics | null = null;
  #cancelView: () => void = () => undefined;
  #cancelMetrics: () => void = () => undefined;

  constructor(options: InstanceReportsOptions) {
    this.#options = options;
    this.#ports = { ...options.ports, http: options.http };
    const { instance, sharing } = options.video;
    const isPrivate = sharing.kind === 'none' && sharing.reason === 'private-film';
    this.#origin = instance?.software === 'peertube' && !isPrivate ? instance.origin : null;
  }

  start(): void {
    if (this.#isStarted || this.#origin === null || this.#lifetime.signal.aborted) return;
    this.#isStarted = true;
    void this.#begin(this.#origin);
  }

  seek(fromSeconds: number, toSeconds: number): void {
    const step = toSeconds - fromSeconds;
    if (this.#isStarted && (step <= 0 || step >= SEEK_SECONDS)) this.#isSeeking = true;
  }

  end(): void {
    const { durationSeconds, live } = this.#options.video;
    if (this.#isStarted && live === null && durationSeconds !== null) this.#sendView(durationSeconds);
  }

  loop(): void {
    if (this.#isStarted) this.#isLooping = true;
  }

  destroy(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort();
    this.#cancelView();
    this.#cancelMetrics();
  }

  async #begin(origin: string): Promise<void> {
    // The first view does not wait for the configuration, which is known already in most cases.
    this.#sendView(this.#options.readPositionSeconds());
    const config = await askInstanceConfig({ ports: this.#options.ports }, origin);
    if (this.#lifetime.signal.aborted || config === null) return;
    const isUser = this.#options.video.access?.kind === 'bearer';
    const viewMs = isUser ? config.watchingIntervalMs.user : config.watchingIntervalMs.anonymous;
    if (viewMs !== null && this.#options.countsViews) this.#scheduleView(viewMs);
    if (config.metricsIntervalMs !== null && this.#options.sendsMetrics)
      this.#scheduleMetrics(config.metricsIntervalMs);
  }

  #scheduleView(intervalMs: number): void {
    this.#cancelView = this.#ports.clock.schedule(intervalMs, () => {
      const positionSeconds = this.#options.readPositionSeconds();
      if (this.#options.isPlaying() && Math.floor(positionSeconds) !== this.#lastSecond)
        this.#sendView(positionSeconds);
      this.#scheduleView(intervalMs);
    });
  }

  #sendView(positionSeconds: number): void {
    if (!this.#options.countsViews || this.#isLooping || this.#ports.clock.nowMs() < this.#pausedUntilMs) return;
    const { video, device } = this.#options;
    // The instance refuses a time beyond the film's end, which rounding can produce.
    const last = video.live === null ? (video.durationSeconds ?? positionSeconds) : positionSeconds;
    const currentTime = Math.max(0, Math.floor(Math.min(positionSeconds, last)));
    this.#lastSecond = currentTime;
    const body = {
      currentTime,
      sessionId: this.#sessionId(),
      ...(this.#isSeeking ? { viewEvent: 'seek' } : {}),
      ...(isAtLeast(video.instance?.version ?? null, 7, 2) ? device : {}),
    };
    this.#isSeeking = false;
    void this.#post(`${this.#origin}/api/v1/videos/${video.id}/views`, body);
  }

  #scheduleMetrics(intervalMs: number): void {
    this.#cancelMetrics = this.#ports.clock.schedule(intervalMs, () => {
      this.#sendMetrics();
      this.#scheduleMetrics(intervalMs);
    });
  }

  #sendMetrics(): void {
    const now = this.#options.readMetrics?.() ?? null;
    if (now === null || this.#ports.clock.nowMs() < this.#pausedUntilMs) return;
    const last = this.#lastMetrics;
    this.#lastMetrics = now;
    const since = (name: 'peerBytes' | 'httpBytes' | 'uploadedBytes' | CountName) =>
      Math.max(0, now[name] - (last?.[name] ?? 0));
    void this.#post(`${this.#origin}/api/v1/metrics/playback`, {
      playerMode: now.mode,
      ...(now.heightPx === null ? {} : { resolution: now.heightPx }),
      ...(now.frameRate === null ? {} : { fps: now.frameRate }),
      p2pEnabled: now.isSharing,
      p2pPeers: now.peerCount,
      resolutionChanges: since('qualityChangeCount'),
      errors: since('errorCount'),
      bufferStalled: since('stallCount'),
      downloadedBytesP2P: since('peerBytes'),
      downloadedBytesHTTP: since('httpBytes'),
      uploadedBytesP2P: since('uploadedBytes'),
      videoId: this.#options.video.id,
    });
  }

  async #post(url: string, body: unknown): Promise<void> {
    const headers = { 'content-type': 'application/json; charset=UTF-8' };
    try {
      const { signal } = this.#lifetime;
      const answer = await askJson(
        { ports: this.#ports, signal },
        { url, method: 'POST', headers, body: JSON.stringify(body) },
      );
      if (answer.ok || answer.error.code !== 'rate-limited') return;
      const waitSeconds = answer.error.context.retryAfterSeconds;
      const waitMs = typeof waitSeconds === 'number' ? waitSeconds * SECOND_MS : PAUSE_MS;
      this.#pausedUntilMs = this.#ports.clock.nowMs() + waitMs;
    } catch (error) {
      // Only an abort rejects; a report that is lost is lost.
      this.#ports.log.note('debug', 'A report was given up.', { error });
    }
  }

  #sessionId(): string {
    const { session, ports } = this.#options;
    const kept = session.read(SESSION_KEY);
    if (kept !== null && kept.length === SESSION_LENGTH) return kept;
    const id = randomString(ports.random, SESSION_LENGTH, LETTERS);
    session.write(SESSION_KEY, id);
    return id;
  }
}

type CountName = 'qualityChangeCount' | 'errorCount' | 'stallCount';

function isAtLeast(version: string | null, major: number, minor: number): boolean {
  const match = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (match === null) return false;
  return Number(match[1]) > major || (Number(match[1]) === major && Number(match[2]) >= minor);
}
