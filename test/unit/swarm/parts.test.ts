import { describe, expect, it } from 'vitest';
import { createSeededRandom, randomInteger } from '../../../src/base/random.ts';
import { electionRank, hashText } from '../../../src/swarm/election.ts';
import { addRange, countBytes, intersectRanges, type RangeSet, subtractRanges } from '../../../src/swarm/ranges.ts';
import { RateMeter } from '../../../src/swarm/rate.ts';
import { createAllocator } from '../../../src/swarm/segment-buffer.ts';
import { SegmentStore, type StoredSegment } from '../../../src/swarm/segment-store.ts';

describe('addRange', () => {
  it('agrees with a set of single bytes, in any order', () => {
    const seed = 99;
    const random = createSeededRandom(seed);
    let set: RangeSet = [];
    const bytes = new Set<number>();
    for (let round = 0; round < 500; round++) {
      const start = randomInteger(random, 200);
      const range = { start, end: start + randomInteger(random, 6) };
      const open = subtractRanges(range, set);
      for (let byte = range.start; byte < range.end; byte++) {
        expect(open.some((part) => byte >= part.start && byte < part.end)).toBe(!bytes.has(byte));
        bytes.add(byte);
      }
      set = addRange(set, range);
      expect(countBytes(set), `seed ${seed}, round ${round}`).toBe(bytes.size);
      for (let i = 1; i < set.length; i++) expect(set[i]!.start).toBeGreaterThan(set[i - 1]!.end);
    }
  });
});

describe('intersectRanges', () => {
  it('returns what both have', () => {
    const set = [
      { start: 0, end: 4 },
      { start: 8, end: 12 },
    ];
    expect(intersectRanges({ start: 3, end: 9 }, set)).toEqual([
      { start: 3, end: 4 },
      { start: 8, end: 9 },
    ]);
  });
});

describe('electionRank', () => {
  const candidates = (uplinks: readonly number[]) =>
    uplinks.map((uplink, i) => ({ hash: hashText(`-FV0100-viewer-${i}`), uplink }));
  const ranksOf = (all: ReturnType<typeof candidates>, id: number) =>
    all.map((own) =>
      electionRank(
        own,
        all.filter((other) => other !== own),
        { streamHash: hashText('main-0'), id },
      ),
    );

  it('elects a line as often as it is a part of all lines', () => {
    const all = candidates([64, 32, 16, 16]);
    const owned = all.map(() => 0);
    for (let id = 0; id < 2000; id++) owned[ranksOf(all, id).indexOf(0)]!++;
    const [first = 0, second = 0, third = 0, fourth = 0] = owned;
    expect(first / 2000).toBeCloseTo(0.5, 1);
    expect(second / 2000).toBeCloseTo(0.25, 1);
    expect(third / 2000).toBeCloseTo(0.125, 1);
    expect(fourth / 2000).toBeCloseTo(0.125, 1);
  });

  it('believes no line to be faster than 65 Mbit/s', () => {
    const honest = candidates([255, 255]);
    const boastful = candidates([255, 1_000_000]);
    for (let id = 0; id < 50; id++) expect(ranksOf(boastful, id)).toEqual(ranksOf(honest, id));
  });

  it('gives a group one order for each segment, and each member about as many segments', () => {
    const all = candidates([0, 0, 0, 0, 0, 0, 0, 0]);
    const owned = all.map(() => 0);
    for (let segment = 0; segment < 800; segment++) {
      const ranks = ranksOf(all, segment);
      expect([...ranks].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      owned[ranks.indexOf(0)]!++;
    }
    expect(Math.min(...owned)).toBeGreaterThan(60);
    expect(Math.max(...owned)).toBeLessThan(150);
  });
});

describe('RateMeter', () => {
  it('counts the time in which something runs, and no other', () => {
    const meter = new RateMeter();
    meter.begin(0);
    for (let ms = 100; ms <= 2000; ms += 100) meter.add(50_000, ms);
    meter.end(2000);
    // The first 100 ms are the way there and back.
    expect(meter.bytesPerMs(60_000)).toBeGreaterThan(500);
    expect(meter.bytesPerMs(60_000)).toBeLessThan(530);
  });

  it('takes silence for slowness', () => {
    const meter = new RateMeter();
    meter.begin(0);
    expect(meter.bytesPerMs(500)).toBeNull();
    expect(meter.bytesPerMs(2000)).toBeLessThan(1);
  });
});

describe('SegmentStore', () => {
  const allocate = createAllocator();
  const stored = (id: number, sizeBytes: number): StoredSegment => ({
    segment: {
      streamKey: 'main-0',
      id,
      url: `https://tube.test/${id}.ts`,
      range: null,
      startSeconds: 4 * id,
      durationSeconds: 4,
    },
    buffer: allocate(sizeBytes),
    source: 'http',
    isShareable: true,
  });

  it('never holds more than its limit, and lets the least useful go first', () => {
    const store = new SegmentStore(1000);
    const usefulness = ({ segment }: StoredSegment) => segment.id;
    for (let id = 0; id < 10; id++) {
      store.add(stored(id, 300), usefulness);
      expect(store.sizeBytes).toBeLessThanOrEqual(1000);
    }
    expect(store.shareableIds('main-0')).toEqual([7, 8, 9]);
  });

  it('does not keep what is larger than all of it', () => {
    const store = new SegmentStore(1000);
    store.add(stored(1, 400), () => 0);
    expect(store.add(stored(2, 1001), () => 0)).toBe(false);
    expect(store.shareableIds('main-0')).toEqual([1]);
  });

  it('counts a segment that comes twice once', () => {
    const store = new SegmentStore(1000);
    store.add(stored(1, 400), () => 0);
    store.add(stored(1, 500), () => 0);
    expect(store.sizeBytes).toBe(500);
  });
});
