/** Older measurements count half after this much transfer time. */
const HALF_LIFE_MS = 4000;
/** Less than this says nothing: it may have come out of a buffer on the way. */
const MIN_BYTES = 16_384;
const MIN_SILENCE_MS = 700;
/** Of what is asked for, the way there and back does not count: it is no part of the speed. */
const GRACE_MS = 300;

/** How fast bytes come while at least one transfer runs; idle time does not count. */
export class RateMeter {
  #bytes = 0;
  #busyMs = 0;
  #activeCount = 0;
  #sinceMs = 0;
  /** Of the present pause before the first byte, what does not count. */
  #graceMs = 0;
  readonly #fullGraceMs: number;

  constructor(graceMs = GRACE_MS) {
    this.#fullGraceMs = graceMs;
  }

  begin(nowMs: number): void {
    this.#settle(nowMs);
    if (this.#activeCount === 0) this.#graceMs = this.#fullGraceMs;
    this.#activeCount++;
  }

  end(nowMs: number): void {
    this.#settle(nowMs);
    this.#activeCount = Math.max(0, this.#activeCount - 1);
  }

  add(bytes: number, nowMs: number): void {
    this.#settle(nowMs);
    this.#graceMs = 0;
    this.#bytes += bytes;
  }

  /** Null until enough came. */
  bytesPerMs(nowMs: number): number | null {
    this.#settle(nowMs);
    // Silence is a measure too.
    if (this.#bytes < MIN_BYTES && this.#busyMs < MIN_SILENCE_MS) return null;
    return Math.max(this.#bytes, 1) / Math.max(this.#busyMs, 1);
  }

  #settle(nowMs: number): void {
    const passedMs = nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
    if (this.#activeCount === 0 || passedMs <= 0) return;
    const elapsedMs = Math.max(0, passedMs - this.#graceMs);
    this.#graceMs = Math.max(0, this.#graceMs - passedMs);
    const keep = 0.5 ** (elapsedMs / HALF_LIFE_MS);
    this.#bytes *= keep;
    this.#busyMs = this.#busyMs * keep + elapsedMs;
  }
}
