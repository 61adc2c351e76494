import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/bytes.ts';
import { createSeededRandom, randomInteger } from '../../../src/base/random.ts';
import { encodeMessage, parseMessage } from '../../../src/wire/codec-v2.ts';
import { encodeIdGroups, encodeInteger } from '../../../src/wire/fields-v2.ts';
import { createFrameReader, frameCommand } from '../../../src/wire/framing.ts';
import type { Message } from '../../../src/wire/message.ts';

const VECTORS: [Message, string][] = [
  [
    { kind: 'announcement', loaded: [0, 1, 2, 3, 256, 257], loading: [4] },
    '63737472 00 6c 10 02 0104 00010203 020102 0001 70 10 01 0101 04 63656e64',
  ],
  [{ kind: 'announcement', loaded: [], loading: [] }, '63737472 00 63656e64'],
  [
    { kind: 'request', segmentId: 300, requestId: 5, startByte: 131_070 },
    '63737472 01 69 02012c 720105 62 0301fffe 63656e64',
  ],
  [
    { kind: 'data', segmentId: 7, sizeBytes: 1_048_576, requestId: 613 },
    '63737472 02 690107 73 03100000 72 020265 63656e64',
  ],
  [{ kind: 'completed', segmentId: 7, requestId: 613 }, '63737472 03 690107 72 020265 63656e64'],
  [{ kind: 'absent', segmentId: 7, requestId: 613 }, '63737472 04 690107 72 020265 63656e64'],
  [{ kind: 'cancel', segmentId: 7, requestId: 613 }, '63737472 05 690107 72 020265 63656e64'],
];

const compact = (hex: string) => hex.replaceAll(' ', '');
const bytes = (hex: string) => fromHex(compact(hex)) ?? new Uint8Array();
const upTo = (count: number, first = 0) => Array.from({ length: count }, (_, i) => first + i);

describe('encodeMessage', () => {
  it.each(VECTORS)('writes %o byte for byte', (message, hex) => {
    expect(frameCommand(encodeMessage(message)).map(toHex)).toEqual([compact(hex)]);
  });

  it('leaves a start at byte 0 out of a request', () => {
    const body = encodeMessage({ kind: 'request', segmentId: 1, requestId: 2, startByte: 0 });
    expect(toHex(body)).toBe('01690101720102');
  });
});

describe('encodeInteger', () => {
  it.each([
    [0, '0100'],
    [127, '017f'],
    [128, '020080'],
    [32_767, '027fff'],
    [32_768, '03008000'],
    [8_388_608, '0400800000'],
    [-1, '0181'],
  ])('writes %i as sign and magnitude', (value, hex) => {
    expect(toHex(encodeInteger(value))).toBe(hex);
  });
});

describe('encodeIdGroups', () => {
  it('sends a full block as two halves', () => {
    const low = (first: number) => toHex(Uint8Array.from(upTo(128, first)));
    expect(toHex(encodeIdGroups(upTo(256)))).toBe(`1002020080${low(0)}020080${low(128)}`);
  });

  it('never writes more than 255 groups', () => {
    const encoded = encodeIdGroups(upTo(200 * 256));
    expect(encoded[1]).toBe(254);
  });
});

describe('parseMessage', () => {
  it.each(VECTORS)('reads %o back', (message, hex) => {
    expect(parseMessage(bytes(hex).subarray(4, -4))).toEqual({ ok: true, value: message });
  });

  it('reads back every announcement of 256 to 2,000 segments', () => {
    for (let count = 256; count <= 2000; count++) {
      const message: Message = { kind: 'announcement', loaded: upTo(count, count % 300), loading: [] };
      const parsed = parseMessage(encodeMessage(message));
      expect(parsed, `count ${count}`).toEqual({ ok: true, value: message });
    }
  });

  it('ignores unknown commands and unknown fields of known types', () => {
    expect(parseMessage(bytes('09 690101'))).toEqual({ ok: true, value: null });
    expect(parseMessage(bytes('04 690107 7a20026869 7910010101 05 720102'))).toEqual({
      ok: true,
      value: { kind: 'absent', segmentId: 7, requestId: 2 },
    });
  });

  it.each([
    ['empty', ''],
    ['unknown-type', '04 69 3107'],
    ['truncated', '00 6c 10 02 0104 0001'],
    ['truncated', '04 69 0201'],
    ['wrong-field', '01 690101'],
    ['wrong-field', '01 6910010101 05 720101'],
    ['wrong-field', '01 690181 720101'],
    ['number-too-large', '01 69 08 0102030405060708 720101'],
  ])('answers %s for %s', (error, hex) => {
    expect(parseMessage(bytes(hex))).toEqual({ ok: false, error });
  });

  it('survives 100,000 garbled frames', () => {
    const seed = 20_260_101;
    const random = createSeededRandom(seed);
    const reader = createFrameReader(4096);
    const frames = VECTORS.map(([message]) => frameCommand(encodeMessage(message))[0] ?? new Uint8Array());
    let understood = 0;
    for (let round = 0; round < 100_000; round++) {
      const incoming = reader.read(garble(frames[round % frames.length] ?? new Uint8Array()));
      if (incoming.kind !== 'command') continue;
      const parsed = parseMessage(incoming.body);
      if (parsed.ok) understood++;
    }
    expect(understood, `seed ${seed}`).toBeGreaterThan(1000);

    function garble(frame: Uint8Array): Uint8Array {
      const copy = frame.slice();
      for (let i = randomInteger(random, 4); i >= 0; i--) {
        copy[randomInteger(random, copy.length)] = randomInteger(random, 256);
      }
      const part = random.unit() < 0.1 ? copy.subarray(0, randomInteger(random, copy.length + 1)) : copy;
      if (random.unit() < 0.5 && part.length >= 8) {
        part.set(random.unit() < 0.8 ? frame.subarray(0, 4) : bytes('64737472'), 0);
        part.set(random.unit() < 0.8 ? frame.subarray(-4) : bytes('64656e64'), part.length - 4);
      }
      return part;
    }
  });
});
