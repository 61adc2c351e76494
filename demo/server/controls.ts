/** What makes an origin slow, broken or gone. The theatre and the tests turn these while viewers watch. */
export type ControlValues = {
  /** Bytes a second that all viewers together get of the media; null for as fast as it goes. */
  rateBytesPerSecond: number | null;
  /** Milliseconds before each answer about media. */
  latencyMs: number;
  /** Every connection is cut and none is answered: media, API and objects (the demo's own pages stay). */
  isCutOff: boolean;
  /** Media bodies stop half-way and stay open. */
  isStalling: boolean;
  /** Media is answered with this status. */
  failureStatus: number | null;
  /** The API answers with this: a status, a page of HTML, or nothing at all. */
  apiFailure: number | 'html' | 'silence' | null;
  isTrackerUp: boolean;
  /** How long a tracker shuts out an address that announced an unknown info hash. */
  trackerBlockMs: number;
  /** How long a token for a private film's files lives. */
  fileTokenLifeMs: number;
};

export const DEFAULT_CONTROLS: ControlValues = {
  rateBytesPerSecond: null,
  latencyMs: 0,
  isCutOff: false,
  isStalling: false,
  failureStatus: null,
  apiFailure: null,
  isTrackerUp: true,
  trackerBlockMs: 180_000,
  fileTokenLifeMs: 8 * 3_600_000,
};

export class Controls {
  #values: ControlValues = { ...DEFAULT_CONTROLS };
  readonly #listeners = new Set<() => void>();

  get values(): Readonly<ControlValues> {
    return this.#values;
  }

  /** Changes what is named and leaves the rest; calls listeners afterwards. */
  set(change: Partial<ControlValues>): void {
    this.#values = { ...this.#values, ...change };
    for (const listener of [...this.#listeners]) listener();
  }

  reset(): void {
    this.set(DEFAULT_CONTROLS);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Takes over what a page sent, field by field; anything else is ignored. */
export function parseControls(input: Record<string, unknown>): Partial<ControlValues> {
  const change: Partial<ControlValues> = {};
  const rate = input.rateBytesPerSecond;
  if (rate === null || (typeof rate === 'number' && rate > 0)) change.rateBytesPerSecond = rate;
  if (isWait(input.latencyMs)) change.latencyMs = input.latencyMs;
  if (isWait(input.trackerBlockMs)) change.trackerBlockMs = input.trackerBlockMs;
  if (isWait(input.fileTokenLifeMs)) change.fileTokenLifeMs = input.fileTokenLifeMs;
  for (const key of ['isCutOff', 'isStalling', 'isTrackerUp'] as const) {
    if (typeof input[key] === 'boolean') change[key] = input[key];
  }
  const status = input.failureStatus;
  if (status === null || (typeof status === 'number' && status >= 400 && status < 600)) change.failureStatus = status;
  const api = input.apiFailure;
  if (api === null || api === 'html' || api === 'silence' || (typeof api === 'number' && api >= 400 && api < 600)) {
    change.apiFailure = api;
  }
  return change;
}

function isWait(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}
