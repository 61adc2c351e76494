import { describe, expect, it } from 'vitest';
import { toHex, toUtf8 } from '../../../src/base/bytes.ts';
import { createBrowserDigest } from '../../../src/platform/browser-digest.ts';

/** RFC 1321, RFC 3174 and FIPS 180-4 name these for the message `abc`. */
const OF_ABC = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
} as const;

describe('createBrowserDigest', () => {
  for (const [place, digest] of [
    ['crypto.subtle', createBrowserDigest()],
    ['a page without crypto.subtle', createBrowserDigest(null)],
  ] as const) {
    for (const algorithm of ['md5', 'sha1', 'sha256'] as const) {
      it(`computes ${algorithm} in ${place}`, async () => {
        expect(toHex(await digest.digest(algorithm, toUtf8('abc')))).toBe(OF_ABC[algorithm]);
        expect(toHex(await digest.digest(algorithm, toUtf8('xabcx').subarray(1, 4)))).toBe(OF_ABC[algorithm]);
      });
    }
  }
});
