import { describe, expect, it } from 'vitest';
import { type AnnounceHistory, DEFAULT_ANNOUNCE_CONFIG, planAnnounce } from '../../../src/wire/announce-plan.ts';

const calm: AnnounceHistory = {
  joinedMs: 1000,
  count: 0,
  sentMs: [],
  intervalMs: null,
  isShort: false,
  fruitless: 0,
};

function plan(over: Partial<AnnounceHistory>): number {
  return planAnnounce({ ...calm, ...over }, DEFAULT_ANNOUNCE_CONFIG);
}

describe('planAnnounce', () => {
  it('announces at 0, 3, 10 and 30 seconds', () => {
    const sentMs = [1000, 4000, 11_000, 31_000];
    expect(sentMs.map((_, count) => plan({ count, sentMs: sentMs.slice(0, count) }))).toEqual(sentMs);
  });

  it('keeps their distance when one was held up', () => {
    expect(plan({ count: 1, sentMs: [60_000] })).toBe(63_000);
    expect(plan({ count: 2, sentMs: [60_000, 63_000] })).toBe(70_000);
  });

  it("keeps the tracker's interval after that, within reason", () => {
    const at = (intervalMs: number | null) => plan({ count: 4, sentMs: [31_000], intervalMs }) - 31_000;
    expect([at(null), at(60_000), at(1), at(1e9)]).toEqual([120_000, 60_000, 30_000, 1_800_000]);
  });

  it('asks sooner while the tracker counts viewers whom we do not know, and less and less if that is in vain', () => {
    const waits = [0, 1, 2, 3].map(
      (fruitless) => plan({ count: 9, sentMs: [31_000], isShort: true, fruitless }) - 31_000,
    );
    expect(waits).toEqual([30_000, 60_000, 120_000, 120_000]);
  });

  it('never exceeds 8 announces in 5 minutes', () => {
    const sentMs: number[] = [];
    let count = 0;
    for (let nowMs = 0; nowMs < 1_800_000; ) {
      nowMs = Math.max(nowMs, plan({ joinedMs: 0, count, sentMs, isShort: true }));
      sentMs.push(nowMs);
      count += 1;
    }
    for (const startMs of sentMs) {
      expect(sentMs.filter((atMs) => atMs >= startMs && atMs < startMs + 300_000).length).toBeLessThanOrEqual(8);
    }
  });

  it('lets the first announce on a new socket go beyond that, four times', () => {
    const sentMs = [10, 20, 30, 40, 50, 60, 70, 80];
    expect(plan({ joinedMs: 100, count: 0, sentMs })).toBe(100);
    expect(plan({ joinedMs: 100, count: 1, sentMs })).toBe(300_010);
    expect(plan({ joinedMs: 100, count: 0, sentMs: [...sentMs, 81, 82, 83, 84] })).toBe(300_010);
  });
});
