import { RateMeter } from './rate.ts';

/** A crowd comes back to a server in steps: the part of it that asks is taken to double no faster than that. */
const DOUBLES_MS = 4000;

/** What servers would send us if all asked who would like to: what they send, times the part of a crowd that asks. */
export class FairRate {
  readonly #meter = new RateMeter();
  #share = 1;
  #sharedMs = 0;

  /** From now on such a part asks, 0 to 1. */
  setShare(share: number, nowMs: number): void {
    this.#share = Math.min(share, this.#share * 2 ** ((nowMs - this.#sharedMs) / DOUBLES_MS));
    this.#sharedMs = nowMs;
  }

  begin(nowMs: number): void {
    this.#meter.begin(nowMs);
  }

  end(nowMs: number): void {
    this.#meter.end(nowMs);
  }

  add(bytes: number, nowMs: number): void {
    this.#meter.add(bytes * this.#share, nowMs);
  }

  /** Null until enough came. */
  bytesPerMs(nowMs: number): number | null {
    return this.#meter.bytesPerMs(nowMs);
  }
}
