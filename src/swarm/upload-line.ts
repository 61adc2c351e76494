import type { Clock } from '../base/clock.ts';
import type { PeerSession } from '../wire/session.ts';
import { RateMeter } from './rate.ts';

/** Of a line that was never measured: 2 Mbit/s. */
const DEFAULT_BYTES_PER_MS = 250;
/** A queue that was found empty may have been so for long; it is not taken to have drained sooner than this. */
const MIN_DRAIN_MS = 5;
/** What a line sends is added up for so long, and the most of it is what the line can do; that is forgotten in time. */
const PERIOD_MS = 200;
const HALF_LIFE_MS = 8000;

/** The line at one moment. */
export type LineView = {
  /** What waits in all links that upload. */
  readonly queuedBytes: number;
  /** On average while there is something to send; null before the first measure. */
  readonly bytesPerMs: number | null;
  /** What it can send at least: those who receive slowly do not make it a slow line. */
  readonly bestPerMs: number;
};

/** Of a link in which something waits: bytes since nothing did, and since when. */
type Burst = { bytes: number; sinceMs: number };

/** What our line sends. Bytes count when they have left the page: a link's queue takes everything at once. */
export class UploadLine {
  readonly #clock: Clock;
  readonly #rate = new RateMeter(0);
  readonly #bursts = new Map<Pick<PeerSession, 'bufferedBytes'>, Burst>();
  #sentBytes = 0;
  #leftBytes = 0;
  #peakPerMs = 0;
  #periodBytes = 0;
  #periodSinceMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** All that was handed to links. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** There is something to send. */
  begin(): void {
    this.#rate.begin(this.#clock.nowMs());
  }

  /** Everything has left. */
  end(): void {
    this.#rate.end(this.#clock.nowMs());
    this.#bursts.clear();
  }

  noteSent(session: Pick<PeerSession, 'bufferedBytes'>, bytes: number): void {
    const burst = this.#bursts.get(session);
    this.#sentBytes += bytes;
    if (burst !== undefined) burst.bytes += bytes;
    else this.#bursts.set(session, { bytes, sinceMs: this.#clock.nowMs() });
  }

  forget(session: Pick<PeerSession, 'bufferedBytes'>): void {
    this.#bursts.delete(session);
  }

  measure(): LineView {
    const queuedBytes = this.queuedBytes();
    const bytesPerMs = this.#rate.bytesPerMs(this.#clock.nowMs());
    return { queuedBytes, bytesPerMs, bestPerMs: Math.max(bytesPerMs ?? DEFAULT_BYTES_PER_MS, this.#peakPerMs) };
  }

  /** What waits in all links; what has left since the last look is counted. */
  queuedBytes(): number {
    const nowMs = this.#clock.nowMs();
    let queuedBytes = 0;
    for (const [session, { bytes, sinceMs }] of this.#bursts) {
      const { bufferedBytes } = session;
      queuedBytes += bufferedBytes;
      if (bufferedBytes > 0) continue;
      this.#peakPerMs = Math.max(this.#peakPerMs, bytes / Math.max(MIN_DRAIN_MS, nowMs - sinceMs));
      this.#bursts.delete(session);
    }
    const leftBytes = this.#sentBytes - queuedBytes;
    if (leftBytes > this.#leftBytes) {
      this.#rate.add(leftBytes - this.#leftBytes, nowMs);
      this.#addToPeriod(leftBytes - this.#leftBytes, nowMs);
      this.#leftBytes = leftBytes;
    }
    return queuedBytes;
  }

  #addToPeriod(bytes: number, nowMs: number): void {
    const passedMs = nowMs - this.#periodSinceMs;
    this.#periodBytes += bytes;
    if (passedMs < PERIOD_MS) return;
    this.#peakPerMs = Math.max(this.#periodBytes / passedMs, this.#peakPerMs * 0.5 ** (passedMs / HALF_LIFE_MS));
    this.#periodBytes = 0;
    this.#periodSinceMs = nowMs;
  }
}
