import { fromLatin1, toLatin1 } from '../base/bytes.ts';
import { failure, type Result, success } from '../base/errors.ts';
import { PEER_ID_LENGTH } from './peer-id.ts';
import type { Introduction, WantedWindow } from './session.ts';
import { MAX_SDP_LENGTH } from './tracker-message.ts';

/** Version of what our own peers say to each other; see docs/wire-protocol.md. */
export const EXTENSION_VERSION = 1;

/** Ids that one list may name: more segments than any film has. */
const MAX_LISTED_IDS = 100_000;
const MAX_LISTED_RANGES = 10_000;
/** More than anybody has. */
export const MAX_NEIGHBOURS = 60;
/** Blocks of the longest segment we take. */
const MAX_BLOCKS = 4096;

export type BlockSpan = { readonly start: number; readonly end: number };

export type ExtensionMessage =
  | { readonly kind: 'hello'; readonly version: number }
  | { readonly kind: 'holdings'; readonly stream: number; readonly loaded: number[]; readonly loading: number[] }
  | {
      readonly kind: 'change';
      readonly stream: number;
      readonly added: number[];
      readonly removed: number[];
      readonly loading: number[];
    }
  | ({ readonly kind: 'window'; readonly stream: number } & WantedWindow)
  | {
      readonly kind: 'blocks';
      readonly stream: number;
      readonly segmentId: number;
      readonly sizeBytes: number;
      readonly held: number[];
      /** Blocks on their way from a server, in the order in which they come; empty for none. */
      readonly coming: BlockSpan;
    }
  | {
      readonly kind: 'request';
      readonly requestId: number;
      readonly stream: number;
      readonly segmentId: number;
      readonly startByte: number;
      /** 0 for the rest of the segment. */
      readonly lengthBytes: number;
    }
  /** The next message is payload of this length, whatever it looks like. */
  | {
      readonly kind: 'data';
      readonly requestId: number;
      readonly segmentSizeBytes: number;
      readonly offset: number;
      readonly lengthBytes: number;
    }
  | { readonly kind: 'refuse'; readonly requestId: number; readonly isBusy: boolean }
  /** Bytes from `fromByte` on are not wanted any more; 0 for none of them. */
  | { readonly kind: 'cancel'; readonly requestId: number; readonly fromByte: number }
  | { readonly kind: 'busy'; readonly isBusy: boolean }
  /** Whom the sender can introduce us to. */
  | { readonly kind: 'neighbours'; readonly peerIds: readonly string[] }
  | ({ readonly kind: 'introduction' } & Introduction);

const CODES = {
  hello: 1,
  holdings: 2,
  change: 3,
  window: 4,
  blocks: 5,
  request: 6,
  data: 7,
  refuse: 8,
  cancel: 9,
  busy: 10,
  neighbours: 11,
  introduction: 12,
} as const;

export type MalformedExtension = 'truncated' | 'too-long' | 'too-large';

/** Numbers are unsigned LEB128: seven bits a byte, the lowest first, the top bit says that more follow. */
export function encodeExtension(message: ExtensionMessage): Uint8Array<ArrayBuffer> {
  const out: number[] = [CODES[message.kind]];
  const put = (value: number) => {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
    out.push(rest);
  };
  switch (message.kind) {
    case 'hello':
      put(message.version);
      break;
    case 'holdings':
      put(message.stream);
      putIds(put, message.loaded);
      putIds(put, message.loading);
      break;
    case 'change':
      put(message.stream);
      putIds(put, message.added);
      putIds(put, message.removed);
      putIds(put, message.loading);
      break;
    case 'window':
      for (const value of [message.stream, message.startId, message.endId - message.startId]) put(value);
      put(message.uplink ?? 0);
      break;
    case 'blocks':
      for (const value of [message.stream, message.segmentId, message.sizeBytes]) put(value);
      putIds(put, message.held);
      put(message.coming.start);
      put(message.coming.end - message.coming.start);
      break;
    case 'request':
      for (const value of [message.requestId, message.stream, message.segmentId]) put(value);
      put(message.startByte);
      put(message.lengthBytes);
      break;
    case 'data':
      for (const value of [message.requestId, message.segmentSizeBytes, message.offset]) put(value);
      put(message.lengthBytes);
      break;
    case 'refuse':
      put(message.requestId);
      put(message.isBusy ? 1 : 0);
      break;
    case 'cancel':
      put(message.requestId);
      put(message.fromByte);
      break;
    case 'busy':
      put(message.isBusy ? 1 : 0);
      break;
    case 'neighbours':
      put(message.peerIds.length);
      for (const peerId of message.peerIds) putText(put, out, peerId);
      break;
    case 'introduction':
      put(message.isAnswer ? 1 : 0);
      for (const text of [message.from, message.to, message.offerId, message.sdp]) putText(put, out, text);
  }
  return Uint8Array.from(out);
}

/** Null for messages that a later version may have. Bytes after the last field are ignored for the same reason. */
export function parseExtension(bytes: Uint8Array): Result<ExtensionMessage | null, MalformedExtension> {
  const reader = new VarintReader(bytes, 1);
  const message = readMessage(bytes[0] ?? 0, reader);
  return reader.error === null ? success(message) : failure(reader.error);
}

function readMessage(code: number, reader: VarintReader): ExtensionMessage | null {
  switch (code) {
    case CODES.hello:
      return { kind: 'hello', version: reader.number() };
    case CODES.holdings:
      return { kind: 'holdings', stream: reader.number(), loaded: reader.ids(), loading: reader.ids() };
    case CODES.change: {
      const stream = reader.number();
      return { kind: 'change', stream, added: reader.ids(), removed: reader.ids(), loading: reader.ids() };
    }
    case CODES.window: {
      const stream = reader.number();
      const startId = reader.number();
      return { kind: 'window', stream, startId, endId: startId + reader.number(), uplink: reader.number() };
    }
    case CODES.blocks: {
      const place = { stream: reader.number(), segmentId: reader.number(), sizeBytes: reader.number() };
      const held = reader.ids(MAX_BLOCKS);
      const start = reader.number();
      return { kind: 'blocks', ...place, held, coming: { start, end: start + reader.number() } };
    }
    case CODES.request: {
      const place = { requestId: reader.number(), stream: reader.number(), segmentId: reader.number() };
      return { kind: 'request', ...place, startByte: reader.number(), lengthBytes: reader.number() };
    }
    case CODES.data: {
      const place = { requestId: reader.number(), segmentSizeBytes: reader.number(), offset: reader.number() };
      return { kind: 'data', ...place, lengthBytes: reader.number() };
    }
    case CODES.refuse:
      return { kind: 'refuse', requestId: reader.number(), isBusy: reader.number() === 1 };
    case CODES.cancel:
      return { kind: 'cancel', requestId: reader.number(), fromByte: reader.number() };
    case CODES.busy:
      return { kind: 'busy', isBusy: reader.number() === 1 };
    case CODES.neighbours:
      return { kind: 'neighbours', peerIds: reader.texts(PEER_ID_LENGTH, MAX_NEIGHBOURS) };
    case CODES.introduction: {
      const isAnswer = reader.number() === 1;
      const ids = { from: reader.text(PEER_ID_LENGTH), to: reader.text(PEER_ID_LENGTH) };
      return { kind: 'introduction', isAnswer, ...ids, offerId: reader.text(20), sdp: reader.text(MAX_SDP_LENGTH) };
    }
    default:
      return null;
  }
}

/** Its length, then a byte a character. */
function putText(put: (value: number) => void, out: number[], text: string): void {
  const bytes = fromLatin1(text) ?? [];
  put(bytes.length);
  out.push(...bytes);
}

/** Sorted ids as runs: how many runs, then for each the gap since the last one and its length. */
function putIds(put: (value: number) => void, ids: readonly number[]): void {
  const runs: { start: number; end: number }[] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last?.end === id) last.end++;
    else if (runs.length < MAX_LISTED_RANGES) runs.push({ start: id, end: id + 1 });
  }
  put(runs.length);
  let at = 0;
  for (const { start, end } of runs) {
    put(start - at);
    put(end - start);
    at = end;
  }
}

/** Reads numbers until one is missing or too large; after that it answers 0 and keeps the error. */
class VarintReader {
  readonly #bytes: Uint8Array;
  #offset: number;
  error: MalformedExtension | null = null;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  number(): number {
    if (this.error !== null) return 0;
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#offset++];
      if (byte === undefined) return this.#fail('truncated');
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER || scale > 2 ** 49) return this.#fail('too-large');
      if (byte < 128) return value;
    }
  }

  ids(maxCount = MAX_LISTED_IDS): number[] {
    const ids: number[] = [];
    const runCount = this.number();
    if (runCount > MAX_LISTED_RANGES) this.#fail('too-long');
    let at = 0;
    for (let run = 0; run < runCount && this.error === null; run++) {
      at += this.number();
      const length = this.number();
      if (ids.length + length > maxCount) this.#fail('too-long');
      for (let i = 0; i < length && this.error === null; i++) ids.push(at + i);
      at += length;
    }
    return ids;
  }

  text(maxLength: number): string {
    const length = this.number();
    if (length > maxLength) this.#fail('too-long');
    const start = this.#offset;
    if (start + length > this.#bytes.length) this.#fail('truncated');
    if (this.error !== null) return '';
    this.#offset += length;
    return toLatin1(this.#bytes.subarray(start, this.#offset));
  }

  texts(maxLength: number, maxCount: number): string[] {
    const count = this.number();
    if (count > maxCount) this.#fail('too-long');
    const texts: string[] = [];
    for (let i = 0; i < count && this.error === null; i++) texts.push(this.text(maxLength));
    return texts;
  }

  #fail(error: MalformedExtension): number {
    this.error ??= error;
    return 0;
  }
}
