import { type Cipher, createCipheriv } from 'node:crypto';
import { box, findBox, fullBox, mapBoxes, parseBoxes, uint16, uint32 } from './mp4-boxes.ts';

export type CencKey = {
  /** 16 bytes each. */
  readonly keyId: Buffer;
  readonly key: Buffer;
};

export type CencEncrypter = {
  /** The init section, which names the scheme and the key. */
  readonly init: Buffer;
  /** A segment of one `moof` and one `mdat`, whose samples can be read with the key alone. */
  encrypt(segment: Buffer): Buffer;
};

/** W3C "cenc" Initialization Data Format: the common system, which names keys and nothing else. */
const COMMON_SYSTEM = Buffer.from('1077efecc0b24d02ace33c1e52e2fb4b', 'hex');
const IV_BYTES = 8;
const BLOCK_BYTES = 16;
/** Bytes of a slice that stay readable: decoders look at its header before they decrypt. */
const SLICE_HEADER_BYTES = 32;

/**
 * Encrypts fragmented MP4 with H.264 and other sound by Common Encryption, scheme `cenc` (ISO/IEC 23001-7): AES-CTR, of
 * sound whole samples, of pictures what follows the headers of their slices. ffmpeg's own leaves fragments without
 * vectors.
 */
export function createCencEncrypter(init: Buffer, key: CencKey): CencEncrypter {
  const pictureTracks = findPictureTracks(init);
  let samples = 0n;
  const encryptSample = (sample: Buffer, isPicture: boolean): Buffer => {
    const iv = Buffer.alloc(BLOCK_BYTES);
    // The lower half counts the blocks of one sample.
    iv.writeBigUInt64BE(++samples);
    const cipher = createCipheriv('aes-128-ctr', key.key, iv);
    const vector = iv.subarray(0, IV_BYTES);
    if (isPicture) return Buffer.concat([vector, encryptSlices(sample, cipher)]);
    sample.set(cipher.update(sample));
    return vector;
  };
  return {
    init: encryptInit(init, key.keyId),
    encrypt: (segment) => encryptSegment(segment, pictureTracks, encryptSample),
  };
}

function findPictureTracks(init: Buffer): ReadonlySet<number> {
  const tracks = parseBoxes(findBox(init, ['moov'])).filter(({ type }) => type === 'trak');
  const pictures = tracks.filter(({ body }) => findBox(body, ['mdia', 'hdlr']).toString('latin1', 8, 12) === 'vide');
  return new Set(pictures.map(({ body }) => trackIdOf(findBox(body, ['tkhd']))));
}

/** Behind two times of 32 bits, or of 64 in version 1. */
function trackIdOf(tkhd: Buffer): number {
  return tkhd.readUInt32BE(tkhd[0] === 1 ? 20 : 12);
}

/** Sample entries have fields before their boxes (14496-12, 12.1.3 and 12.2.3), and those hold the codec's. */
const ENCRYPTED_ENTRIES: Readonly<Record<string, string>> = { avc1: 'encv', mp4a: 'enca' };
const WAY_TO_ENTRIES = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

function encryptInit(init: Buffer, keyId: Buffer): Buffer {
  return mapBoxes(init, ({ type, body }) => {
    if (type === 'stsd') {
      const entries = mapBoxes(body.subarray(8), (entry) => {
        const name = ENCRYPTED_ENTRIES[entry.type];
        if (name === undefined) throw new Error(`A sample entry of '${entry.type}' is not known here.`);
        return box(name, entry.body, protectionOf(entry.type, keyId));
      });
      return box(type, body.subarray(0, 8), entries);
    }
    if (!WAY_TO_ENTRIES.includes(type)) return null;
    const pssh = fullBox('pssh', [1, 0], COMMON_SYSTEM, uint32(1), keyId, uint32(0));
    return box(type, encryptInit(body, keyId), ...(type === 'moov' ? [pssh] : []));
  });
}

function protectionOf(originalFormat: string, keyId: Buffer): Buffer {
  const tenc = fullBox('tenc', [0, 0], Buffer.from([0, 0, 1, IV_BYTES]), keyId);
  const schm = fullBox('schm', [0, 0], Buffer.from('cenc'), uint32(0x10000));
  return box('sinf', box('frma', Buffer.from(originalFormat)), schm, box('schi', tenc));
}

/** Encrypts where it stands; gives what `senc` says of the sample: its vector and its parts. */
type EncryptSample = (sample: Buffer, isPicture: boolean) => Buffer;

function encryptSegment(clear: Buffer, pictureTracks: ReadonlySet<number>, encryptSample: EncryptSample): Buffer {
  const segment = Buffer.from(clear);
  const moof = parseBoxes(segment).find(({ type }) => type === 'moof');
  if (moof === undefined) throw new Error('The segment has no fragment.');
  const notes = parseBoxes(moof.body)
    .filter(({ type }) => type === 'traf')
    .map(({ body }) => {
      const isPicture = pictureTracks.has(findBox(body, ['tfhd']).readUInt32BE(4));
      const samples = findSamples(body, segment.subarray(moof.startByte));
      return noteSamples(
        samples.map((sample) => encryptSample(sample, isPicture)),
        isPicture,
      );
    });
  const grownBytes = notes.reduce((sum, { saiz, senc }) => sum + saiz.length + SAIO_BYTES + senc.length, 0);
  return mapBoxes(segment, ({ type, body }) => {
    if (type === 'moof') return growMoof(body, notes, grownBytes);
    // The index counts bytes of the clear segment, and nobody needs it.
    return type === 'sidx' ? Buffer.alloc(0) : null;
  });
}

/** Views of a fragment's samples, in `fromMoof`, whose first byte is that of the `moof`. */
function findSamples(traf: Buffer, fromMoof: Buffer): Buffer[] {
  const tfhd = findBox(traf, ['tfhd']);
  const flags = tfhd.readUInt32BE(0);
  if ((flags & 0x20001) !== 0x20000) throw new Error('Offsets must count from the moof.');
  const defaultBytes = (flags & 0x10) === 0 ? 0 : tfhd.readUInt32BE(8 + 4 * countBits(flags & 0xa));
  return parseBoxes(traf)
    .filter(({ type }) => type === 'trun')
    .flatMap(({ body }) => findRun(body, fromMoof, defaultBytes));
}

function findRun(trun: Buffer, fromMoof: Buffer, defaultBytes: number): Buffer[] {
  const flags = trun.readUInt32BE(0);
  if ((flags & 1) === 0) throw new Error('Each run must say where its samples start.');
  const fields = countBits(flags & 0xf00);
  const firstRow = 12 + ((flags & 4) === 0 ? 0 : 4);
  let startByte = trun.readInt32BE(8);
  return Array.from({ length: trun.readUInt32BE(4) }, (_, i) => {
    const sizeField = firstRow + 4 * (i * fields + countBits(flags & 0x100));
    const sizeBytes = (flags & 0x200) === 0 ? defaultBytes : trun.readUInt32BE(sizeField);
    startByte += sizeBytes;
    return fromMoof.subarray(startByte - sizeBytes, startByte);
  });
}

function countBits(flags: number): number {
  return flags.toString(2).replaceAll('0', '').length;
}

/** Encrypts the slices of a picture (H.264, NAL units behind lengths of four bytes) and gives the table of its parts. */
function encryptSlices(sample: Buffer, cipher: Cipher): Buffer {
  const parts: Buffer[] = [];
  let clearBytes = 0;
  const note = (encryptedBytes: number) => {
    parts.push(uint16(clearBytes), uint32(encryptedBytes));
    clearBytes = 0;
  };
  for (let at = 0; at < sample.length; ) {
    const end = at + 4 + sample.readUInt32BE(at);
    const nalType = (sample[at + 4] ?? 0) & 0x1f;
    const bodyBytes = nalType >= 1 && nalType <= 5 ? Math.max(0, end - at - 5 - SLICE_HEADER_BYTES) : 0;
    const encryptedBytes = bodyBytes - (bodyBytes % BLOCK_BYTES);
    clearBytes += end - at - encryptedBytes;
    if (encryptedBytes > 0) {
      note(encryptedBytes);
      const secret = sample.subarray(end - encryptedBytes, end);
      secret.set(cipher.update(secret));
    }
    at = end;
  }
  if (clearBytes > 0) note(0);
  return Buffer.concat([uint16(parts.length / 2), ...parts]);
}

/** What a fragment says of its samples. */
type SampleNotes = { readonly saiz: Buffer; readonly senc: Buffer };

function noteSamples(samples: readonly Buffer[], hasParts: boolean): SampleNotes {
  const sizes = Buffer.from(samples.map((sample) => sample.length));
  const saiz = fullBox('saiz', [0, 0], Buffer.from([0]), uint32(samples.length), sizes);
  const senc = fullBox('senc', [0, hasParts ? 2 : 0], uint32(samples.length), ...samples);
  return { saiz, senc };
}

const SAIO_BYTES = 20;
/** Of `senc`, before its first sample. */
const SENC_HEADER_BYTES = 16;

function growMoof(moof: Buffer, notes: readonly SampleNotes[], grownBytes: number): Buffer {
  let index = 0;
  let startByte = 8;
  return box(
    'moof',
    mapBoxes(moof, ({ type, body }) => {
      const note = type === 'traf' ? notes[index++] : undefined;
      const before = note === undefined ? body : moveRuns(body, grownBytes);
      const sencStart = startByte + 8 + before.length + (note === undefined ? 0 : note.saiz.length + SAIO_BYTES);
      const saio = fullBox('saio', [0, 0], uint32(1), uint32(sencStart + SENC_HEADER_BYTES));
      const grown = box(type, before, ...(note === undefined ? [] : [note.saiz, saio, note.senc]));
      startByte += grown.length;
      return grown;
    }),
  );
}

/** Samples stand behind the `moof`: they start later by as much as it has grown. */
function moveRuns(traf: Buffer, byBytes: number): Buffer {
  return mapBoxes(traf, ({ type, body }) => {
    if (type !== 'trun') return null;
    const moved = Buffer.from(body);
    moved.writeInt32BE(body.readInt32BE(8) + byBytes, 8);
    return box(type, moved);
  });
}
