import { isUndisturbed } from './results.ts';
import type { RowResult, ViewerResult } from './run-row.ts';

/** Figures of one run; null where they make no sense. */
export type Figures = {
  /** Bytes that left the origin, in bytes of one film. */
  readonly copies: number;
  readonly medianStartMs: number | null;
  readonly stalls: number;
  readonly longestStallMs: number;
  readonly stalledSeconds: number;
  /** Part of what the counted viewers received that came from peers. */
  readonly peerShare: number;
  /** Origin bytes by bytes of what was watched. */
  readonly originPerWatched: number;
  readonly leastBufferSeconds: number;
  readonly meanBitsPerSecond: number | null;
  readonly switches: number;
  readonly liveDelaySeconds: number | null;
  readonly cpuSeconds: number | null;
  readonly memoryBytes: number | null;
  /** Largest upload of one viewer, in bytes of one film. */
  readonly largestUpload: number;
  readonly wastedShare: number;
  readonly errors: number;
};

export function figuresOf(result: RowResult): Figures {
  const counted = result.viewers.filter((viewer) => viewer.isCounted);
  const { sizeBytes, durationSeconds } = result.film;
  const received = sum(counted, (viewer) => (viewer.httpBytes ?? 0) + viewer.peerBytes);
  const stalls = counted.flatMap((viewer) => viewer.stallsMs);
  const watchedBytes = sum(counted, (viewer) => viewer.positionSeconds) * (sizeBytes / durationSeconds);
  const starts = counted.flatMap(({ firstFrameMs }) => (firstFrameMs === null ? [] : [firstFrameMs]));
  const bitrates = counted.flatMap(({ meanBitsPerSecond }) => (meanBitsPerSecond === null ? [] : [meanBitsPerSecond]));
  const delays = counted.flatMap(({ liveDelaySeconds }) => (liveDelaySeconds === null ? [] : [liveDelaySeconds]));
  const wasted = sum(result.viewers, (viewer) => viewer.wastedBytes ?? 0);
  const allReceived = sum(result.viewers, (viewer) => (viewer.httpBytes ?? 0) + viewer.peerBytes);
  return {
    copies: result.originBytes / sizeBytes,
    medianStartMs: starts.length < counted.length ? null : median(starts),
    stalls: stalls.length,
    longestStallMs: Math.max(0, ...stalls),
    stalledSeconds: stalls.reduce((total, ms) => total + ms, 0) / 1000,
    peerShare: received === 0 ? 0 : sum(counted, (viewer) => viewer.peerBytes) / received,
    originPerWatched: result.originBytes / watchedBytes,
    leastBufferSeconds: Math.min(...counted.map((viewer) => viewer.bufferSeconds)),
    meanBitsPerSecond: bitrates.length === 0 ? null : bitrates.reduce((a, b) => a + b, 0) / bitrates.length,
    switches: sum(counted, (viewer) => viewer.switches),
    liveDelaySeconds: result.film.name === 'live' ? median(delays) : null,
    cpuSeconds: result.browserCpuSeconds,
    memoryBytes: result.peakMemoryBytes,
    largestUpload: Math.max(0, ...result.viewers.map((viewer) => viewer.uploadedBytes)) / sizeBytes,
    wastedShare: allReceived === 0 ? 0 : wasted / allReceived,
    errors: sum(result.viewers, (viewer) => viewer.errors.length),
  };
}

/** One line for the terminal. */
export function describeResult(result: RowResult): string {
  const figures = figuresOf(result);
  const parts = [
    `${result.row.padEnd(12)} ${result.column.padEnd(7)}`,
    `copies ${figures.copies.toFixed(2)}`,
    `start ${figures.medianStartMs === null ? '-' : (figures.medianStartMs / 1000).toFixed(2)} s`,
    `stalls ${figures.stalls} (${figures.stalledSeconds.toFixed(1)} s)`,
    `peers ${(figures.peerShare * 100).toFixed(0)} %`,
    `per watched ${figures.originPerWatched.toFixed(2)}`,
    `CPU ${figures.cpuSeconds?.toFixed(0) ?? '-'} s`,
    `memory ${figures.memoryBytes === null ? '-' : (figures.memoryBytes / 2 ** 20).toFixed(0)} MB`,
    `upload ${figures.largestUpload.toFixed(2)}`,
    `wasted ${(figures.wastedShare * 100).toFixed(1)} %`,
  ];
  if (figures.liveDelaySeconds !== null) parts.push(`behind ${figures.liveDelaySeconds.toFixed(1)} s`);
  const foreign = result.foreignCpuShare ?? 0;
  if (!isUndisturbed(result)) parts.push(`DISTURBED: other programs took ${(foreign * 100).toFixed(0)} %`);
  if (figures.errors > 0) parts.push(`errors ${figures.errors}`);
  return parts.join(', ');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

function sum(viewers: readonly ViewerResult[], pick: (viewer: ViewerResult) => number): number {
  return viewers.reduce((total, viewer) => total + pick(viewer), 0);
}
