import { MINUTE_MS, SECOND_MS } from '../base/units.ts';

export type AnnounceConfig = {
  /** Moments of the first announces after a swarm was joined, in milliseconds. */
  readonly earlyMs: readonly number[];
  /** In use until the tracker names its own interval. */
  readonly intervalMs: number;
  /** How soon a swarm that holds viewers whom we do not know is asked again, at first. */
  readonly shortageMs: number;
  /** Announces of one swarm within `budgetWindowMs`; PeerTube may refuse a household after 15. */
  readonly budget: number;
  readonly budgetWindowMs: number;
  /** On top of the budget, for the first announce on a new socket: without it nobody finds us. */
  readonly reserve: number;
};

export const DEFAULT_ANNOUNCE_CONFIG: AnnounceConfig = {
  earlyMs: [0, 3 * SECOND_MS, 10 * SECOND_MS, 30 * SECOND_MS],
  intervalMs: 2 * MINUTE_MS,
  shortageMs: 30 * SECOND_MS,
  budget: 8,
  budgetWindowMs: 5 * MINUTE_MS,
  reserve: 4,
};

/** Trackers do not get to make us shout, nor to silence us for good. */
const LOWEST_INTERVAL_MS = 30 * SECOND_MS;
const HIGHEST_INTERVAL_MS = 30 * MINUTE_MS;

export type AnnounceHistory = {
  /** When the swarm was joined on this socket. */
  readonly joinedMs: number;
  /** Announces since then. */
  readonly count: number;
  /** When the last announces were sent, on whatever socket, oldest first; a window's worth is enough. */
  readonly sentMs: readonly number[];
  /** As the tracker asked for; null if it did not. */
  readonly intervalMs: number | null;
  /** The tracker counts more viewers than we know, and we would welcome some. */
  readonly isShort: boolean;
  /** Announces in a row that were sent for a shortage and brought nobody. */
  readonly fruitless: number;
};

/** The moment of the next announce; may lie in the past. */
export function planAnnounce(history: AnnounceHistory, config: AnnounceConfig): number {
  const { joinedMs, count, sentMs } = history;
  const lastMs = sentMs[sentMs.length - 1] ?? joinedMs;
  const earlyMs = config.earlyMs[count];
  const wishMs = earlyMs === undefined ? lastMs + repeatDelayMs(history, config) : joinedMs + earlyMs;
  // Announces that were held up keep their distance when they go on.
  const gapMs = count === 0 || earlyMs === undefined ? 0 : earlyMs - (config.earlyMs[count - 1] ?? 0);
  const spacedMs = count === 0 ? wishMs : Math.max(wishMs, lastMs + gapMs);
  const budget = count === 0 ? config.budget + config.reserve : config.budget;
  const lastOfBudgetMs = sentMs[sentMs.length - budget];
  return lastOfBudgetMs === undefined ? spacedMs : Math.max(spacedMs, lastOfBudgetMs + config.budgetWindowMs);
}

function repeatDelayMs({ intervalMs, isShort, fruitless }: AnnounceHistory, config: AnnounceConfig): number {
  const fullMs = Math.min(Math.max(intervalMs ?? config.intervalMs, LOWEST_INTERVAL_MS), HIGHEST_INTERVAL_MS);
  // Viewers that nobody reaches are ghosts: the tracker counts them for up to 20 minutes.
  return isShort ? Math.min(fullMs, config.shortageMs * 2 ** fruitless) : fullMs;
}
