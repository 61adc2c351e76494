import { describe, expect, it } from 'vitest';
import { concatBytes, fromUtf8, toUtf8 } from '../../../src/base/bytes.ts';
import { createFrameReader, frameCommand, looksLikeCommand, nextChunkBytes } from '../../../src/wire/framing.ts';

describe('frameCommand', () => {
  it('cuts a long body into equal parts that carry its beginning and its end', () => {
    const frames = frameCommand(toUtf8('abcdefghi'), 12).map(fromUtf8);
    expect(frames).toEqual(['cstrabcdend', 'dstrdefdend', 'dstrghicend']);
  });
});

describe('createFrameReader', () => {
  it('puts a split command together while payload passes between its parts', () => {
    const reader = createFrameReader();
    const [first, second, third] = frameCommand(toUtf8('abcdefghi'), 12);
    expect(reader.read(first!)).toEqual({ kind: 'partial' });
    expect(reader.read(toUtf8('raw'))).toEqual({ kind: 'payload', bytes: toUtf8('raw') });
    expect(reader.read(second!)).toEqual({ kind: 'partial' });
    expect(reader.read(third!)).toEqual({ kind: 'command', body: toUtf8('abcdefghi') });
  });

  it('refuses a part without a beginning', () => {
    expect(createFrameReader().read(toUtf8('dstrxdend')).kind).toBe('malformed');
  });

  it('holds no more than its bound of a command that never ends', () => {
    const reader = createFrameReader(10);
    expect(reader.read(toUtf8('cstr12345dend')).kind).toBe('partial');
    expect(reader.read(toUtf8('dstr12345dend')).kind).toBe('partial');
    expect(reader.read(toUtf8('dstr1dend')).kind).toBe('malformed');
    expect(reader.read(toUtf8('dstr1cend')).kind).toBe('malformed');
  });

  it('keeps parts of its own, whatever becomes of the message they came in', () => {
    const reader = createFrameReader();
    const first = toUtf8('cstrabcdend');
    reader.read(first);
    first.fill(0);
    expect(reader.read(toUtf8('dstrdefcend'))).toEqual({ kind: 'command', body: toUtf8('abcdef') });
  });
});

describe('nextChunkBytes', () => {
  it('cuts payload elsewhere where a chunk would read as a command', () => {
    const payload = concatBytes([toUtf8('cstr'), new Uint8Array(20), toUtf8('dend'), new Uint8Array(4)]);
    expect(looksLikeCommand(payload.subarray(0, 28))).toBe(true);
    expect(nextChunkBytes(payload, 28)).toBe(27);
    expect(nextChunkBytes(payload, 30)).toBe(30);
    expect(nextChunkBytes(new Uint8Array(3), 30)).toBe(3);
  });
});
