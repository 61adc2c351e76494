import { concatBytes } from '../base/bytes.ts';
import { failure, type Result, success } from '../base/errors.ts';
import type { MalformedMessage } from './codec-v2.ts';

const TYPE_INTEGER = 0;
const TYPE_ID_GROUPS = 1;
const TYPE_TEXT = 2;

/** A group's count is one byte, and 256 would read as 0: a full block of 256 ids is sent as two halves. */
const FULL_BLOCK = 256;
const MAX_GROUPS = 255;
/** Seven bytes hold every safe integer and its sign. */
const MAX_INTEGER_BYTES = 7;

/** Big-endian sign and magnitude after a byte whose low nibble counts them; the top bit is the sign. */
export function encodeInteger(value: number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (let rest = Math.abs(value); rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  if (bytes.length === 0 || (bytes[0] ?? 0) > 127) bytes.unshift(0);
  if (value < 0) bytes[0] = (bytes[0] ?? 0) | 0x80;
  return Uint8Array.of((TYPE_INTEGER << 4) | bytes.length, ...bytes);
}

/** Sorted ids, gathered by all but their lowest byte. */
export function encodeIdGroups(ids: readonly number[]): Uint8Array<ArrayBuffer> {
  const groups: { high: number; low: number[] }[] = [];
  for (const id of ids) {
    const low = id % FULL_BLOCK;
    const last = groups.at(-1);
    if (last?.high === id - low) {
      if (last.low.at(-1) !== low) last.low.push(low);
    } else groups.push({ high: id - low, low: [low] });
  }
  const parts: Uint8Array[] = [];
  for (const { high, low } of groups) {
    const halves = low.length === FULL_BLOCK ? [low.slice(0, 128), low.slice(128)] : [low];
    if (parts.length / 2 + halves.length > MAX_GROUPS) break;
    for (const half of halves) parts.push(encodeInteger(high + half.length), Uint8Array.from(half));
  }
  return concatBytes([Uint8Array.of(TYPE_ID_GROUPS << 4, parts.length / 2), ...parts]);
}

/** A field's value; `null` stands for texts, which no known field has. */
export type FieldValue = number | number[] | null;

/** Reads the fields of a command's body; whatever it is fed, it answers with a value. */
export class FieldReader {
  readonly #bytes: Uint8Array;
  #offset: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  readAll(): Result<ReadonlyMap<number, FieldValue>, MalformedMessage> {
    const fields = new Map<number, FieldValue>();
    while (this.#offset < this.#bytes.length) {
      const name = this.#bytes[this.#offset++] ?? 0;
      const value = this.#readValue();
      if (!value.ok) return value;
      // A field that comes twice counts once, so that a body of many lists costs no more than one.
      if (!fields.has(name)) fields.set(name, value.value);
    }
    return success(fields);
  }

  #readValue(): Result<FieldValue, MalformedMessage> {
    const head = this.#bytes[this.#offset];
    if (head === undefined) return failure('truncated');
    switch (head >> 4) {
      case TYPE_INTEGER:
        return this.#readInteger();
      case TYPE_ID_GROUPS:
        return this.#readIdGroups();
      case TYPE_TEXT:
        return this.#skipText();
      default:
        return failure('unknown-type');
    }
  }

  #readInteger(): Result<number, MalformedMessage> {
    const head = this.#bytes[this.#offset++];
    if (head === undefined) return failure('truncated');
    const length = head & 15;
    if (head >> 4 !== TYPE_INTEGER || length === 0) return failure('unknown-type');
    if (this.#offset + length > this.#bytes.length) return failure('truncated');
    if (length > MAX_INTEGER_BYTES) return failure('number-too-large');
    let magnitude = (this.#bytes[this.#offset] ?? 0) & 0x7f;
    for (let i = 1; i < length; i++) magnitude = magnitude * 256 + (this.#bytes[this.#offset + i] ?? 0);
    const isNegative = (this.#bytes[this.#offset] ?? 0) > 127;
    this.#offset += length;
    if (!Number.isSafeInteger(magnitude)) return failure('number-too-large');
    return success(isNegative && magnitude > 0 ? -magnitude : magnitude);
  }

  #readIdGroups(): Result<number[], MalformedMessage> {
    const groupCount = this.#bytes[this.#offset + 1];
    if (groupCount === undefined) return failure('truncated');
    this.#offset += 2;
    const ids: number[] = [];
    for (let group = 0; group < groupCount; group++) {
      const head = this.#readInteger();
      if (!head.ok) return head;
      if (head.value < 0) return failure('wrong-field');
      const count = head.value % FULL_BLOCK;
      if (this.#offset + count > this.#bytes.length) return failure('truncated');
      for (let i = 0; i < count; i++) ids.push(head.value - count + (this.#bytes[this.#offset + i] ?? 0));
      this.#offset += count;
    }
    return success(ids);
  }

  #skipText(): Result<null, MalformedMessage> {
    const low = this.#bytes[this.#offset + 1];
    if (low === undefined) return failure('truncated');
    const length = (((this.#bytes[this.#offset] ?? 0) & 15) << 8) | low;
    this.#offset += 2 + length;
    return this.#offset > this.#bytes.length ? failure('truncated') : success(null);
  }
}
