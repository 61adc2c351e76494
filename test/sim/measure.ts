import type { RunOutcome, ViewerOutcome } from './world.ts';

/** What a run comes to. Shares and ratios are from 0 to 1. */
export type Measures = {
  readonly viewers: number;
  /** Of all media bytes that viewers received, the part from peers. */
  readonly peerShare: number;
  /** Media bytes that left the origin over bytes of the film (of a live: of what it published meanwhile). */
  readonly originCopies: number;
  readonly startMedianMs: number;
  readonly start95Ms: number;
  /** Viewers who were there for 20 s and saw no picture. */
  readonly neverStarted: number;
  readonly stalls: number;
  readonly longestStallMs: number;
  /** Of the time between start and end, pauses aside. */
  readonly stalledShare: number;
  readonly seekWait95Ms: number;
  readonly longestSeekWaitMs: number;
  /** Films (of a live: what it published) that the busiest viewer sent. */
  readonly largestUpload: number;
  readonly wasteShare: number;
  readonly maxStoredBytes: number;
  readonly meanPeers: number;
  /** Of a live: how far behind the camera viewers were, on average. */
  readonly edgeDistanceSeconds: number | null;
  readonly loadErrors: number;
};

/** Who leaves sooner never had the chance to start. */
const FAIR_CHANCE_MS = 20_000;

export function measure(run: RunOutcome): Measures {
  const viewers = run.viewers.filter((viewer) => viewer !== undefined);
  const sum = (pick: (viewer: ViewerOutcome) => number) => viewers.reduce((total, viewer) => total + pick(viewer), 0);
  const starts = viewers.flatMap(({ watching }) => watching.startMs ?? []);
  const stalls = viewers.flatMap(({ watching }) => watching.stallsMs);
  const seekWaits = viewers.flatMap(({ watching }) => watching.seekWaitsMs);
  const stalledMs = stalls.reduce((total, stall) => total + stall, 0);
  const playingMs = sum(({ watching }) => (watching.startMs === null ? 0 : watching.presentMs - watching.startMs));
  const peerBytes = sum(({ stats }) => stats.peerBytes);
  const httpBytes = run.originMediaBytes;
  const distances = viewers.flatMap(({ watching }) => watching.edgeDistanceSeconds ?? []);
  return {
    viewers: viewers.length,
    peerShare: peerBytes / Math.max(1, peerBytes + httpBytes),
    originCopies: httpBytes / run.film.sizeBytes,
    startMedianMs: quantile(starts, 0.5),
    start95Ms: quantile(starts, 0.95),
    neverStarted: viewers.filter(({ watching }) => watching.startMs === null && watching.presentMs > FAIR_CHANCE_MS)
      .length,
    stalls: stalls.length,
    longestStallMs: largest(stalls),
    stalledShare: stalledMs / Math.max(1, playingMs),
    seekWait95Ms: quantile(seekWaits, 0.95),
    longestSeekWaitMs: largest(seekWaits),
    largestUpload: largest(viewers.map(({ sentBytes }) => sentBytes)) / run.film.sizeBytes,
    wasteShare: sum(({ stats }) => stats.wastedBytes) / Math.max(1, peerBytes + httpBytes),
    maxStoredBytes: largest(viewers.map(({ maxStoredBytes }) => maxStoredBytes)),
    meanPeers: sum(({ maxPeers }) => maxPeers) / Math.max(1, viewers.length),
    edgeDistanceSeconds: distances.length > 0 ? distances.reduce((a, b) => a + b, 0) / distances.length : null,
    loadErrors: sum(({ watching }) => watching.loadErrors),
  };
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

/** What must hold in every run whatever happens: each broken rule is a sentence. */
export function findBrokenRules(run: RunOutcome): string[] {
  const broken = [...run.faults];
  const viewers = run.viewers.filter((viewer) => viewer !== undefined);
  for (const [index, viewer] of viewers.entries()) {
    const { stats, receivedBytes, sentBytes } = viewer;
    const name = `viewer ${index + 1}`;
    if (stats.peerBytes !== receivedBytes)
      broken.push(`${name} counts ${stats.peerBytes} B from peers, got ${receivedBytes}`);
    if (stats.uploadedBytes !== sentBytes)
      broken.push(`${name} counts ${stats.uploadedBytes} B to peers, sent ${sentBytes}`);
    if (stats.wastedBytes > stats.peerBytes + stats.httpBytes) broken.push(`${name} wasted more than it received`);
    if (!viewer.plan.isLiar && run.bannedPeerIds.has(viewer.peerId)) broken.push(`${name} is honest and was banned`);
    if (viewer.maxStoredBytes > run.scenario.storeBytes) broken.push(`${name} stored ${viewer.maxStoredBytes} B`);
  }
  const total = (pick: (viewer: ViewerOutcome) => number) => viewers.reduce((sum, viewer) => sum + pick(viewer), 0);
  const received = total(({ receivedBytes }) => receivedBytes);
  if (received > run.linkSentBytes) broken.push(`${received} B arrived from peers, ${run.linkSentBytes} B were sent`);
  const byHttp = total(({ stats }) => stats.httpBytes);
  if (byHttp > run.originSentBytes)
    broken.push(`viewers count ${byHttp} B from the origin, ${run.originSentBytes} B left it`);
  return broken;
}

/** The measures as lines of text, names left, values right. */
export function formatMeasures(measures: Measures): string {
  const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)} %`;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const rows: [string, string][] = [
    ['viewers', String(measures.viewers)],
    ['from peers', percent(measures.peerShare, 2)],
    ['copies from the origin', measures.originCopies.toFixed(2)],
    ['start, median', seconds(measures.startMedianMs)],
    ['start, 95th percentile', seconds(measures.start95Ms)],
    ['never started', String(measures.neverStarted)],
    ['stalls', `${measures.stalls}, the longest ${seconds(measures.longestStallMs)}`],
    ['time stalled', percent(measures.stalledShare, 3)],
    [
      'wait after a seek, 95th percentile',
      `${seconds(measures.seekWait95Ms)}, the longest ${seconds(measures.longestSeekWaitMs)}`,
    ],
    ['largest upload of one viewer', `${measures.largestUpload.toFixed(2)} films`],
    ['waste', percent(measures.wasteShare, 2)],
    ['most stored', `${(measures.maxStoredBytes / 2 ** 20).toFixed(1)} MiB`],
    ['peers, mean of the most', measures.meanPeers.toFixed(1)],
    ['behind the camera', measures.edgeDistanceSeconds === null ? '-' : `${measures.edgeDistanceSeconds.toFixed(1)} s`],
    ['loads that failed', String(measures.loadErrors)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
