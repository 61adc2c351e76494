import { describe, expect, it } from 'vitest';
import { clockTime, createFormat, fill, linkTime } from '../../../src/ui/format.ts';

describe('clockTime', () => {
  it('writes hours only where there are some', () => {
    expect([0, 9.9, 65, 600, 3723].map(clockTime)).toEqual(['0:00', '0:09', '1:05', '10:00', '1:02:03']);
  });

  it('writes how far behind the edge of a live something is', () => {
    expect(clockTime(-80)).toBe('−1:20');
  });

  it('is 0:00 for what is no time', () => {
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(clockTime)).toEqual(['0:00', '0:00']);
  });
});

describe('linkTime', () => {
  it('writes what links to a moment carry', () => {
    expect([0, 59.9, 61, 3723].map(linkTime)).toEqual(['0s', '59s', '1m1s', '1h2m3s']);
  });
});

describe('fill', () => {
  it('puts values in and leaves what it does not know', () => {
    expect(fill('{time} of {total} {other}', { time: '1:00', total: '2:00' })).toBe('1:00 of 2:00 {other}');
  });
});

describe('createFormat', () => {
  it('counts bytes in decimal units', () => {
    const { bytes, rate } = createFormat('en');
    expect([0, 999, 1500, 2_400_000, 84_300_000, 1_240_000_000].map(bytes)).toEqual([
      '0 byte',
      '999 byte',
      '2 kB',
      '2.4 MB',
      '84 MB',
      '1.2 GB',
    ]);
    expect(rate(1_250_000)).toBe('1.3 MB/s');
  });

  it('writes as the language does', () => {
    expect(createFormat('fr').bytes(2_400_000)).toMatch(/^2,4\s?Mo$/);
    expect(createFormat('de').factor(1.25)).toBe('1,25×');
  });

  it('falls back to English for a language that is none', () => {
    expect(createFormat('not a language').percent(0.5)).toBe('50%');
  });
});
