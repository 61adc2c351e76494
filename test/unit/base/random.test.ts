import { describe, expect, it } from 'vitest';
import { createSeededRandom, randomInteger, randomString } from '../../../src/base/random.ts';

describe('createSeededRandom', () => {
  it('repeats itself for one seed, and differs for another', () => {
    const draw = (seed: number) => {
      const random = createSeededRandom(seed);
      return Array.from({ length: 5 }, () => random.unit());
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('is spread evenly over [0, 1)', () => {
    const random = createSeededRandom(3);
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) bins[Math.floor(random.unit() * 10)]! += 1;
    for (const count of bins) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('randomInteger', () => {
  it('stays under its bound and reaches every number', () => {
    const random = createSeededRandom(4);
    const seen = new Set(Array.from({ length: 200 }, () => randomInteger(random, 6)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('randomString', () => {
  it('has the length and only letters of the alphabet', () => {
    expect(randomString(createSeededRandom(5), 40, 'ab')).toMatch(/^[ab]{40}$/);
  });
});
