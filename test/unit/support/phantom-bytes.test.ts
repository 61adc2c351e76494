import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/bytes.ts';
import { allocatePhantom, falsify, hasLie, isTruly, PHANTOM_DIGEST, phantomOf } from '../../support/phantom-bytes.ts';

describe('PhantomBytes', () => {
  it('is whole once every part was written, in whatever order', () => {
    const whole = allocatePhantom(300);
    const file = phantomOf(7, 1000, 1300);
    for (const [start, end] of [
      [200, 300],
      [0, 100],
      [100, 200],
    ] as const) {
      expect(isTruly(whole, 7, 1000, 1300)).toBe(false);
      whole.set(file.subarray(start, end), start);
    }
    expect(isTruly(whole, 7, 1000, 1300)).toBe(true);
    expect(isTruly(whole.slice(50, 60), 7, 1050, 1060)).toBe(true);
    expect(isTruly(whole, 7, 1001, 1301)).toBe(false);
    expect(isTruly(whole, 8, 1000, 1300)).toBe(false);
  });

  it('remembers a lie until it is overwritten', () => {
    const whole = allocatePhantom(300);
    whole.set(phantomOf(7, 0, 300));
    whole.set(falsify(phantomOf(7, 100, 110)), 100);
    expect(hasLie(whole)).toBe(true);
    expect(hasLie(whole.subarray(0, 100))).toBe(false);
    expect(isTruly(whole, 7, 0, 300)).toBe(false);
    whole.set(phantomOf(7, 90, 120), 90);
    expect(isTruly(whole, 7, 0, 300)).toBe(true);
  });

  it('knows bytes at the wrong place, and bytes of no film', () => {
    const whole = allocatePhantom(20);
    whole.set(phantomOf(7, 10, 20), 0);
    whole.set(phantomOf(7, 0, 10), 10);
    expect(isTruly(whole, 7, 0, 20)).toBe(false);
    whole.set(phantomOf(7, 0, 20));
    whole.set(new Uint8Array(3), 5);
    expect(isTruly(whole, 7, 0, 20)).toBe(false);
  });
});

describe('PHANTOM_DIGEST', () => {
  it('is equal for equal bytes only', async () => {
    const hash = async (bytes: Uint8Array) => toHex(await PHANTOM_DIGEST.digest('sha256', bytes));
    const whole = allocatePhantom(20);
    whole.set(phantomOf(7, 10, 20), 10);
    whole.set(phantomOf(7, 0, 10), 0);
    expect(await hash(whole)).toBe(await hash(phantomOf(7, 0, 20)));
    expect(await hash(falsify(whole))).not.toBe(await hash(whole));
    expect(await hash(phantomOf(7, 1, 21))).not.toBe(await hash(whole));
  });

  it('is the real one of real bytes', async () => {
    const hash = await PHANTOM_DIGEST.digest('sha1', new TextEncoder().encode('abc'));
    expect(toHex(hash)).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  });
});
