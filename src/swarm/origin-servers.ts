import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { KIB, MINUTE_MS } from '../base/units.ts';
import { RateMeter } from './rate.ts';

/** A server that failed is left alone for this long, doubling up to the maximum. */
const PAUSE_MS = 2000;
const MAX_PAUSE_MS = MINUTE_MS;
/** A mirror that lacks a file may get it one day. */
const LACKING_MS = 5 * MINUTE_MS;
/** How often a mirror of unknown speed is given a try where nothing hurries. */
const EXPLORE_CHANCE = 0.25;
/** What was measured longer ago than this is worth another look. */
const STALE_MS = MINUTE_MS;
/** Servers are compared by the time they take for so much. */
const COMPARED_BYTES = 512 * KIB;
/** So many times longer is a server taken to need that failed at every turn. */
const ERROR_WEIGHT = 4;

/** `none`: the origin alone. `fallback`: mirrors where the origin fails. `any`: whoever is the best. */
export type MirrorUse = 'none' | 'fallback' | 'any';

export type Choice = {
  /** The file asked for, by its name. */
  readonly file: string;
  readonly mirrors: MirrorUse;
  readonly isUrgent: boolean;
  /** Those that were asked already. */
  readonly tried: ReadonlySet<number>;
};

/** What is known of one server. */
export class Server {
  /** The address of the files' folder; null for the origin. */
  readonly folder: string | null;
  readonly rate = new RateMeter();
  readonly lackingUntilMs = new Map<string, number>();
  latencyMs: number | null = null;
  /** Smoothed, 0 to 1. */
  errorShare = 0;
  failures = 0;
  pausedUntilMs = 0;
  askedMs = Number.NEGATIVE_INFINITY;

  constructor(folder: string | null) {
    this.folder = folder;
  }

  noteLatency(ms: number): void {
    this.latencyMs = smooth(this.latencyMs, ms);
  }

  succeed(): void {
    this.failures = 0;
    this.errorShare *= 0.7;
  }

  fail(nowMs: number): void {
    this.failures++;
    this.errorShare = smooth(this.errorShare, 1);
    this.pausedUntilMs = nowMs + Math.min(PAUSE_MS * 2 ** (this.failures - 1), MAX_PAUSE_MS);
  }

  lack(file: string, nowMs: number): void {
    this.lackingUntilMs.set(file, nowMs + LACKING_MS);
  }

  isReady(file: string, nowMs: number): boolean {
    return this.pausedUntilMs <= nowMs && (this.lackingUntilMs.get(file) ?? 0) <= nowMs;
  }

  /** How long it would take for a segment, by all that was measured; null before the first measure. */
  expectedMs(nowMs: number): number | null {
    const perMs = this.rate.bytesPerMs(nowMs);
    if (perMs === null) return null;
    return ((this.latencyMs ?? 0) + COMPARED_BYTES / perMs) * (1 + ERROR_WEIGHT * this.errorShare);
  }
}

/** Which server is asked next; null when everybody who may have the file was asked. Number 0 is the origin. */
export function chooseServer(servers: readonly Server[], choice: Choice, ports: { clock: Clock; random: Random }) {
  const { file, mirrors, tried } = choice;
  const nowMs = ports.clock.nowMs();
  const isOriginLeft = !tried.has(0);
  if (mirrors === 'none') return isOriginLeft ? 0 : null;
  const ready = servers
    .map((server, index) => ({ server, index }))
    .filter(({ server, index }) => !tried.has(index) && server.isReady(file, nowMs));
  if (ready[0] === undefined) return isOriginLeft ? 0 : null;
  if (mirrors === 'fallback' && ready[0].index === 0) return 0;
  const dusty = ready.filter(({ server }) => isWorthALook(server, nowMs));
  const isExploring = !choice.isUrgent && ports.random.unit() < EXPLORE_CHANCE;
  const look = isExploring ? dusty[Math.floor(ports.random.unit() * dusty.length)] : undefined;
  if (look !== undefined) return look.index;
  // The origin comes first among those of whom nothing is known, and before any mirror that is no better.
  let best = ready[0];
  for (const one of ready) {
    const isUnknown = best.server.expectedMs(nowMs) === null;
    if (isUnknown && best.index === 0) break;
    const bestMs = best.server.expectedMs(nowMs) ?? Number.POSITIVE_INFINITY;
    if ((one.server.expectedMs(nowMs) ?? Number.POSITIVE_INFINITY) < bestMs) best = one;
  }
  return best.index;
}

function isWorthALook(server: Server, nowMs: number): boolean {
  return server.expectedMs(nowMs) === null || nowMs - server.askedMs > STALE_MS;
}

export function smooth(old: number | null, value: number): number {
  return old === null ? value : old * 0.7 + value * 0.3;
}
