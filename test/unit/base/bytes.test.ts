import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concatBytes,
  equalBytes,
  fromHex,
  fromLatin1,
  fromUtf8,
  toBase64,
  toHex,
  toLatin1,
  toUtf8,
} from '../../../src/base/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 64 });

describe('toHex and fromHex', () => {
  it('are each other’s inverse', () => {
    expect(toHex(Uint8Array.of(0, 15, 16, 255))).toBe('000f10ff');
    fc.assert(fc.property(bytes, (data) => equalBytes(fromHex(toHex(data)) ?? new Uint8Array(1), data)));
  });

  it('refuse what is no hexadecimal text', () => {
    for (const text of ['0', '0g', ' 00', '0x00', '٠٠']) expect(fromHex(text), text).toBeNull();
    expect(fromHex('')).toEqual(new Uint8Array());
  });
});

describe('toLatin1 and fromLatin1', () => {
  it('keep one character a byte', () => {
    fc.assert(fc.property(bytes, (data) => equalBytes(fromLatin1(toLatin1(data)) ?? new Uint8Array(1), data)));
    expect(fromLatin1('Ā')).toBeNull();
  });
});

describe('toBase64', () => {
  it('agrees with Node', () => {
    fc.assert(fc.property(bytes, (data) => toBase64(data) === Buffer.from(data).toString('base64')));
  });
});

describe('toUtf8 and fromUtf8', () => {
  it('carry every text', () => {
    expect(fromUtf8(toUtf8('naïve 🎬'))).toBe('naïve 🎬');
    expect(fromUtf8(Uint8Array.of(0xff))).toBe('\ufffd');
  });
});

describe('concatBytes', () => {
  it('joins parts into a copy', () => {
    const part = Uint8Array.of(1, 2);
    const whole = concatBytes([part, new Uint8Array(), Uint8Array.of(3)]);
    part[0] = 9;
    expect([...whole]).toEqual([1, 2, 3]);
  });
});

describe('equalBytes', () => {
  it('compares length and content', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
  });
});
