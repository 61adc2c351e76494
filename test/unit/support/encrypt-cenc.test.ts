import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCencEncrypter } from '../../support/encrypt-cenc.ts';
import { findBox, parseBoxes } from '../../support/mp4-boxes.ts';

const KEY = {
  keyId: Buffer.from('a7e61c373e219033c21091fa607bf3b8', 'hex'),
  key: Buffer.from('76a6c65c5ea762046bd749a2e632ccbb', 'hex'),
};
const read = (name: string) => readFileSync(new URL(`../../fixtures/streams/fmp4/${name}`, import.meta.url));
const INIT = read('72-init.mp4');
const SEGMENTS = [0, 1, 2, 3, 4, 5].map((i) => read(`72-${i}.m4s`));

/** Decrypts as a player does: by what `saio` and `saiz` point to. Tracks: picture first, then sound. */
function decrypt(encrypted: Buffer): Buffer {
  const bytes = Buffer.from(encrypted);
  const moof = parseBoxes(bytes).find(({ type }) => type === 'moof')!;
  const fromMoof = bytes.subarray(moof.startByte);
  const trafs = parseBoxes(moof.body).filter(({ type }) => type === 'traf');
  trafs.forEach(({ body }, track) => {
    let noteByte = findBox(body, ['saio']).readUInt32BE(8);
    const trun = findBox(body, ['trun']);
    let sampleByte = trun.readUInt32BE(8);
    // Flags of the first sample, and durations before sizes, where there are any.
    const flags = trun.readUInt32BE(0);
    const hasDurations = (flags & 0x100) !== 0;
    const sizes = trun.subarray(12 + (flags & 4) + (hasDurations ? 4 : 0));
    [...findBox(body, ['saiz']).subarray(9)].forEach((noteBytes, i) => {
      const note = fromMoof.subarray(noteByte, noteByte + noteBytes);
      const sampleBytes = sizes.readUInt32BE(i * (hasDurations ? 8 : 4));
      const cipher = createDecipheriv('aes-128-ctr', KEY.key, Buffer.concat([note.subarray(0, 8), Buffer.alloc(8)]));
      const parts = track === 0 ? partsOf(note) : [{ clearBytes: 0, encryptedBytes: sampleBytes }];
      let at = sampleByte;
      for (const { clearBytes, encryptedBytes } of parts) {
        const secret = fromMoof.subarray(at + clearBytes, at + clearBytes + encryptedBytes);
        secret.set(cipher.update(secret));
        at += clearBytes + encryptedBytes;
      }
      expect(at).toBe(sampleByte + sampleBytes);
      noteByte += noteBytes;
      sampleByte = at;
    });
  });
  return bytes;
}

function partsOf(note: Buffer) {
  return Array.from({ length: note.readUInt16BE(8) }, (_, i) => ({
    clearBytes: note.readUInt16BE(10 + i * 6),
    encryptedBytes: note.readUInt32BE(12 + i * 6),
  }));
}

describe('createCencEncrypter', () => {
  const encrypter = createCencEncrypter(INIT, KEY);
  const encrypted = SEGMENTS.map((segment) => encrypter.encrypt(segment));

  it('encrypts what can be decrypted with the key', () => {
    encrypted.forEach((segment, i) => {
      const clear = findBox(SEGMENTS[i]!, ['mdat']);
      expect(findBox(segment, ['mdat']).equals(clear)).toBe(false);
      expect(findBox(decrypt(segment), ['mdat']).equals(clear)).toBe(true);
    });
  });

  it('encrypts whole blocks of pictures, and most of the film', () => {
    const [traf] = parseBoxes(findBox(encrypted[0]!, ['moof'])).filter(({ type }) => type === 'traf');
    const senc = findBox(traf!.body, ['senc']);
    const [first] = partsOf(senc.subarray(8));
    expect(first!.encryptedBytes % 16).toBe(0);
    expect(first!.encryptedBytes).toBeGreaterThan(first!.clearBytes);
  });

  it('uses no vector twice', () => {
    const vectors = encrypted.flatMap((segment) =>
      parseBoxes(findBox(segment, ['moof']))
        .filter(({ type }) => type === 'traf')
        .flatMap(({ body }) => {
          let at = 8;
          return [...findBox(body, ['saiz']).subarray(9)].map((noteBytes) => {
            at += noteBytes;
            return findBox(body, ['senc']).toString('hex', at - noteBytes, at - noteBytes + 8);
          });
        }),
    );
    expect(vectors.length).toBeGreaterThan(600);
    expect(new Set(vectors).size).toBe(vectors.length);
  });

  it('names the scheme, the key and what the tracks were', () => {
    const moov = findBox(encrypter.init, ['moov']);
    const entries = parseBoxes(moov)
      .filter(({ type }) => type === 'trak')
      .map(({ body }) => parseBoxes(findBox(body, ['mdia', 'minf', 'stbl', 'stsd']).subarray(8))[0]!);
    expect(entries.map(({ type }) => type)).toEqual(['encv', 'enca']);
    // Sample entries have 78 and 28 bytes of fields before their boxes.
    const protections = [
      findBox(entries[0]!.body.subarray(78), ['sinf']),
      findBox(entries[1]!.body.subarray(28), ['sinf']),
    ];
    expect(protections.map((sinf) => findBox(sinf, ['frma']).toString())).toEqual(['avc1', 'mp4a']);
    for (const sinf of protections) {
      expect(findBox(sinf, ['schm']).toString('hex')).toBe('0000000063656e6300010000');
      expect(findBox(sinf, ['schi', 'tenc']).toString('hex')).toBe(`0000000000000108${KEY.keyId.toString('hex')}`);
    }
    const pssh = findBox(moov, ['pssh']).toString('hex');
    expect(pssh).toBe(`010000001077efecc0b24d02ace33c1e52e2fb4b00000001${KEY.keyId.toString('hex')}00000000`);
  });

  it('refuses what it would break', () => {
    expect(() => createCencEncrypter(encrypter.init, KEY)).toThrow("'encv' is not known");
    expect(() => encrypter.encrypt(INIT)).toThrow('no fragment');
  });
});
