import type { Loader, LoaderCallbacks, LoaderConfiguration, LoaderContext, LoaderStats } from 'hls.js';
import type { Clock } from '../../base/clock.ts';
import { PlayerError } from '../../base/errors.ts';
import type { Loaded, LoadTarget, SegmentSupply } from '../../swarm/supply.ts';
import { createLoadStats, deriveLoading, type NetworkEstimate, planRetry } from '../load-stats.ts';

export type SupplyLoaderOptions<Context extends LoaderContext> = {
  readonly supply: SegmentSupply;
  readonly clock: Clock;
  /** What the player believes of the network now. */
  readonly estimate: () => NetworkEstimate;
  readonly targetOf: (context: Context) => LoadTarget;
  /** Told when a request goes out and, once, when it is over in whatever way. */
  readonly onActivity?: (change: 1 | -1) => void;
  /** Turns the bytes into what hls.js expects for this request. */
  readonly convert: (loaded: Loaded, context: Context) => string | ArrayBuffer | object;
};

/**
 * hls.js's `Loader` (1.7) over a `SegmentSupply`. hls.js makes one for each request, reads `stats` right after, and
 * leaves watchdogs and (for master playlists and keys) retries to it. An abort is no error and calls nothing but
 * `onAbort`.
 */
export class SupplyLoader<Context extends LoaderContext> implements Loader<Context> {
  context: Context | null = null;
  readonly stats: LoaderStats = createLoadStats();
  readonly #options: SupplyLoaderOptions<Context>;
  #config: LoaderConfiguration | null = null;
  #callbacks: LoaderCallbacks<Context> | null = null;
  #request: AbortController | null = null;
  #cancelTimer: () => void = doNothing;

  constructor(options: SupplyLoaderOptions<Context>) {
    this.#options = options;
  }

  load(context: Context, config: LoaderConfiguration, callbacks: LoaderCallbacks<Context>): void {
    this.context = context;
    this.#config = config;
    this.#callbacks = callbacks;
    this.stats.loading.start = performance.now();
    this.#ask(context);
  }

  abort(): void {
    const { context, stats } = this;
    const callbacks = this.#callbacks;
    this.#stop();
    if (context !== null) callbacks?.onAbort?.(stats, context, null);
  }

  destroy(): void {
    this.#stop();
    this.context = null;
  }

  #stop(): void {
    this.#cancelTimer();
    // After the last byte `aborted` would make hls.js throw the fragment away.
    if (this.#callbacks !== null && this.stats.loading.end === 0) this.stats.aborted = true;
    this.#request?.abort();
    this.#request = null;
    this.#callbacks = null;
  }

  #ask(context: Context): void {
    const request = new AbortController();
    this.#request = request;
    const policy = this.#config?.loadPolicy;
    this.#watch(policy?.maxTimeToFirstByteMs || policy?.maxLoadTimeMs);
    this.#options.onActivity?.(1);
    const load = this.#options.supply.load({
      target: this.#options.targetOf(context),
      signal: request.signal,
      onProgress: (loadedBytes, totalBytes) => {
        if (this.#request === request) this.#progress(loadedBytes, totalBytes);
      },
    });
    load.then(
      (loaded) => {
        this.#options.onActivity?.(-1);
        if (this.#request === request) this.#succeed(context, loaded);
      },
      (error: unknown) => {
        this.#options.onActivity?.(-1);
        if (this.#request === request) this.#fail(statusOf(error), error instanceof Error ? error.message : '');
      },
    );
  }

  /** Only bytes count: a supply may wait for a peer as long as it sees fit within the first watchdog. */
  #progress(loadedBytes: number, totalBytes: number | null): void {
    const { stats } = this;
    if (stats.loading.first === 0 && loadedBytes > 0) {
      stats.loading.first = Math.max(performance.now(), stats.loading.start);
      const maxLoadMs = this.#config?.loadPolicy.maxLoadTimeMs;
      if (maxLoadMs !== undefined) this.#watch(maxLoadMs - (stats.loading.first - stats.loading.start));
    }
    stats.loaded = Math.max(stats.loaded, loadedBytes);
    if (totalBytes !== null) stats.total = totalBytes;
  }

  #succeed(context: Context, loaded: Loaded): void {
    this.#cancelTimer();
    const { stats } = this;
    const callbacks = this.#callbacks;
    const sizeBytes = loaded.bytes.length;
    const facts = { source: loaded.source, timing: loaded.timing, sizeBytes };
    const moments = { askedMs: stats.loading.start, answeredMs: performance.now() };
    let data: string | ArrayBuffer | object;
    try {
      data = this.#options.convert(loaded, context);
    } catch (error) {
      this.#fail(200, error instanceof Error ? error.message : 'unreadable');
      return;
    }
    stats.loading = deriveLoading({ ...facts, ...moments }, this.#options.estimate());
    stats.loaded = sizeBytes;
    stats.total = sizeBytes;
    stats.chunkCount = 1;
    stats.bwEstimate = (sizeBytes * 8000) / Math.max(1, stats.loading.end - stats.loading.first);
    this.#request = null;
    if (!(typeof data === 'string') && data instanceof ArrayBuffer) callbacks?.onProgress?.(stats, context, data, null);
    callbacks?.onSuccess({ url: loaded.url, data, code: 200 }, stats, context, null);
  }

  #fail(status: number, text: string, isTimeout = false): void {
    this.#cancelTimer();
    const { context, stats } = this;
    const callbacks = this.#callbacks;
    const policy = this.#config?.loadPolicy;
    const request = this.#request;
    this.#request = null;
    request?.abort();
    if (context === null || policy === undefined) return;
    const retry = (isTimeout ? policy.timeoutRetry : policy.errorRetry) ?? null;
    const delayMs = planRetry(retry, { retryCount: stats.retry, status, isTimeout });
    if (delayMs !== null) {
      stats.retry += 1;
      stats.loaded = 0;
      stats.loading.first = 0;
      this.#cancelTimer = this.#options.clock.schedule(delayMs, () => this.#ask(context));
      return;
    }
    if (isTimeout) callbacks?.onTimeout(stats, context, null);
    else callbacks?.onError({ code: status, text }, context, null, stats);
  }

  #watch(delayMs: number | undefined): void {
    this.#cancelTimer();
    if (delayMs === undefined || !Number.isFinite(delayMs)) return;
    this.#cancelTimer = this.#options.clock.schedule(delayMs, () => this.#fail(0, 'timeout', true));
  }
}

/** A status that a server gave, or 0 where none answered. */
function statusOf(error: unknown): number {
  const status = error instanceof PlayerError ? error.context.status : undefined;
  return typeof status === 'number' ? status : 0;
}

function doNothing(): void {
  // No timer runs yet.
}
