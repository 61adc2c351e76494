import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isRecord,
  parseHttpUrl,
  parseInteger,
  parseJson,
  parseList,
  parseNumber,
  parseText,
} from '../../../src/base/check.ts';

describe('isRecord', () => {
  it('knows objects from everything else', () => {
    expect([{}, [], null, 'x', 1, undefined].map(isRecord)).toEqual([true, false, false, false, false, false]);
  });
});

describe('parseText', () => {
  it('takes texts up to a length', () => {
    expect([parseText('abc', 3), parseText('abcd', 3), parseText(3), parseText(null)]).toEqual([
      'abc',
      null,
      null,
      null,
    ]);
  });
});

describe('parseNumber and parseInteger', () => {
  it('take finite numbers within bounds', () => {
    expect([parseNumber(1.5, 0, 2), parseNumber(3, 0, 2), parseNumber(Number.NaN), parseNumber('1')]).toEqual([
      1.5,
      null,
      null,
      null,
    ]);
    expect([parseInteger(2), parseInteger(1.5), parseInteger(2 ** 60), parseInteger(-1, 0)]).toEqual([
      2,
      null,
      null,
      null,
    ]);
  });
});

describe('parseList', () => {
  it('cuts long lists and takes nothing else for one', () => {
    expect(parseList([1, 2, 3], 2)).toEqual([1, 2]);
    expect(parseList({ length: 3 })).toEqual([]);
  });
});

describe('parseHttpUrl', () => {
  it('takes absolute and relative web addresses', () => {
    expect(parseHttpUrl('https://tube.example/a b')).toBe('https://tube.example/a%20b');
    expect(parseHttpUrl('/x', 'https://tube.example/y/')).toBe('https://tube.example/x');
  });

  it('refuses scripts, credentials and what is no address', () => {
    const bad = ['javascript:alert(1)', 'data:text/html,x', 'https://a:b@tube.example/', '/x', '', 7, 'x'.repeat(9000)];
    for (const value of bad) expect(parseHttpUrl(value), String(value)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), fc.string(), (value, base) => void parseHttpUrl(value, base)));
  });
});

describe('parseJson', () => {
  it('gives undefined for what is no JSON', () => {
    expect(parseJson('{"a":1}')).toEqual({ a: 1 });
    expect(parseJson('{')).toBeUndefined();
  });
});
