import type { Point } from './layout.ts';

/** Who sends to whom: a seat's number, or the server. */
export type End = number | 'server';
export type Drop = { readonly from: End; readonly to: number; age: number };

const DROP_BYTES = 12_288;
const TRAVEL_MS = 1_150;
/** A burst is let go a little at a time, so that it can be seen; what is left over after this long goes at once. */
const BACKLOG_MS = 2_200;
const MOST_DROPS = 420;

/** Turns bytes into drops of light that travel one after another. Pure but for its own counters. */
export class Flow {
  readonly #waiting = new Map<
    string,
    { from: End; to: number; bytes: number; rate: number; credit: number; warmth: number }
  >();
  #drops: Drop[] = [];

  get drops(): readonly Drop[] {
    return this.#drops;
  }

  add(from: End, to: number, bytes: number): void {
    const key = `${from}>${to}`;
    const line = this.#waiting.get(key) ?? { from, to, bytes: 0, rate: 0, credit: 0, warmth: 0 };
    line.bytes += bytes;
    line.rate = Math.max(line.rate, line.bytes / BACKLOG_MS, (DROP_BYTES * 6) / BACKLOG_MS);
    line.warmth = 1;
    this.#waiting.set(key, line);
  }

  /** How recently bytes went this way: 1 for now, 0 for long ago. */
  warmth(from: End, to: number): number {
    return this.#waiting.get(`${from}>${to}`)?.warmth ?? 0;
  }

  advance(elapsedMs: number): void {
    for (const drop of this.#drops) drop.age += elapsedMs / TRAVEL_MS;
    this.#drops = this.#drops.filter(({ age }) => age < 1);
    for (const line of this.#waiting.values()) {
      line.warmth *= Math.exp(-elapsedMs / 1_400);
      line.credit += line.rate * elapsedMs;
      while (line.bytes > 0 && line.credit >= Math.min(DROP_BYTES, line.bytes)) {
        const bytes = Math.min(DROP_BYTES, line.bytes);
        line.bytes -= bytes;
        line.credit -= bytes;
        line.warmth = 1;
        if (this.#drops.length < MOST_DROPS) this.#drops.push({ from: line.from, to: line.to, age: 0 });
      }
      if (line.bytes > 0) continue;
      line.credit = 0;
      line.rate = 0;
    }
  }

  /** Drops and lines from and to somebody who left. */
  forget(seat: number): void {
    this.#drops = this.#drops.filter(({ from, to }) => from !== seat && to !== seat);
    for (const [key, { from, to }] of this.#waiting) if (from === seat || to === seat) this.#waiting.delete(key);
  }
}

export type Curve = readonly [Point, Point, Point, Point];

export function pointOn([a, b, c, d]: Curve, t: number): Point {
  const s = 1 - t;
  const mix = (p: number, q: number, r: number, u: number): number =>
    s * s * s * p + 3 * s * s * t * q + 3 * s * t * t * r + t * t * t * u;
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) };
}
