import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTimeText, parseTimeText } from '../../../src/media/time-text.ts';

describe('parseTimeText', () => {
  it.each([
    ['0', 0],
    ['90', 90],
    ['90s', 90],
    ['1m30s', 90],
    ['1m30', 90],
    ['1h2m3s', 3723],
    ['2h', 7200],
    ['5m', 300],
    ['1:30', 90],
    ['01:02:03', 3723],
    ['12.9', 12],
    ['1:30.7', 90],
    [' 1H2M ', 3720],
  ])('reads %j as %d seconds', (text, seconds) => expect(parseTimeText(text)).toBe(seconds));

  it.each(['', 'x', '-5', '1:2:3:4', '1s2m', 'NaN', 'Infinity', '1e9', '99999999', '1 2'])('refuses %j', (text) =>
    expect(parseTimeText(text)).toBeNull(),
  );

  it('reads back all that formatTimeText writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), (seconds) => {
        expect(parseTimeText(formatTimeText(seconds))).toBe(seconds);
      }),
    );
  });

  it('gives a whole number of seconds or null for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const seconds = parseTimeText(text);
        expect(seconds === null || (Number.isSafeInteger(seconds) && seconds >= 0)).toBe(true);
      }),
    );
  });
});

describe('formatTimeText', () => {
  it('writes what PeerTube puts into addresses', () => {
    expect(formatTimeText(0)).toBe('0s');
    expect(formatTimeText(62.9)).toBe('1m2s');
    expect(formatTimeText(3600)).toBe('1h');
    expect(formatTimeText(3723)).toBe('1h2m3s');
  });
});
