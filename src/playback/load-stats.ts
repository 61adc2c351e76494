import type { LoadSource, LoadTiming } from '../swarm/supply.ts';

/** The numbers of one load, in the shape that hls.js keeps them; moments in milliseconds of `performance.now()`. */
export type LoadStats = {
  aborted: boolean;
  loaded: number;
  retry: number;
  total: number;
  chunkCount: number;
  bwEstimate: number;
  loading: { start: number; first: number; end: number };
  parsing: { start: number; end: number };
  buffering: { start: number; first: number; end: number };
};

export function createLoadStats(): LoadStats {
  return {
    aborted: false,
    loaded: 0,
    retry: 0,
    total: 0,
    chunkCount: 0,
    bwEstimate: 0,
    loading: { start: 0, first: 0, end: 0 },
    parsing: { start: 0, end: 0 },
    buffering: { start: 0, first: 0, end: 0 },
  };
}

/** What the player believes of the network at this moment. */
export type NetworkEstimate = { readonly bandwidthBitsPerSecond: number; readonly firstByteMs: number };

export type FinishedLoad = {
  readonly source: LoadSource;
  readonly timing: LoadTiming;
  readonly sizeBytes: number;
  /** When the player asked and when it was answered, on the player's clock. */
  readonly askedMs: number;
  readonly answeredMs: number;
};

/**
 * When a load began, as quality selection should see it. A transfer counts with its own length, also where it began
 * before the player asked (what was fetched ahead is no faster for that). Bytes that were here already say nothing of
 * the network: their times are those of the estimate that holds, so that it stays as it is. Never decreasing.
 */
export function deriveLoading(load: FinishedLoad, estimate: NetworkEstimate): LoadStats['loading'] {
  const end = load.answeredMs;
  if (load.source === 'store') {
    const bandwidth = Math.max(1, estimate.bandwidthBitsPerSecond);
    const first = end - (load.sizeBytes * 8000) / bandwidth;
    return { start: first - Math.max(0, estimate.firstByteMs), first, end };
  }
  const { startMs, firstByteMs, endMs } = load.timing;
  const lengthMs = Math.max(0, endMs - startMs);
  const waitMs = Math.min(lengthMs, Math.max(0, firstByteMs - startMs));
  // A transfer that ended before it was asked for (a supply without `store`) cannot have taken no time.
  const start = lengthMs === 0 ? load.askedMs : end - lengthMs;
  return { start, first: start + waitMs, end: Math.max(end, start + waitMs) };
}

/** How often to repeat a request, as hls.js's load policies say it. */
export type RetryPolicy = {
  readonly maxNumRetry: number;
  readonly retryDelayMs: number;
  readonly maxRetryDelayMs: number;
  readonly backoff?: 'exponential' | 'linear' | undefined;
};

/** How long to wait before the next try, or null to give up. Statuses of 4xx do not change by asking again. */
export function planRetry(
  policy: RetryPolicy | null,
  failure: { readonly retryCount: number; readonly status: number; readonly isTimeout: boolean },
): number | null {
  if (policy === null || failure.retryCount >= policy.maxNumRetry) return null;
  if (!failure.isTimeout && failure.status >= 400 && failure.status < 500) return null;
  const factor = policy.backoff === 'linear' ? 1 : 2 ** failure.retryCount;
  return Math.min(factor * policy.retryDelayMs, policy.maxRetryDelayMs);
}
