import { concatBytes } from '../base/bytes.ts';
import { failure, type Result, success } from '../base/errors.ts';
import { encodeIdGroups, encodeInteger, FieldReader } from './fields-v2.ts';
import type { Message } from './message.ts';

/** Command codes of p2p-media-loader 2.x, one byte each. */
const CODES = { announcement: 0, request: 1, data: 2, completed: 3, absent: 4, cancel: 5 } as const;
const KINDS = ['announcement', 'request', 'data', 'completed', 'absent', 'cancel'] as const;

const LOADED = field('l');
const LOADING = field('p');
const SEGMENT = field('i');
const REQUEST = field('r');
const START = field('b');
const SIZE = field('s');

/** Why a body was dropped. The peer may go on: a garbled command costs it nothing but its answer. */
export type MalformedMessage = 'empty' | 'unknown-type' | 'truncated' | 'number-too-large' | 'wrong-field';

/**
 * The body of a command, without its frame.
 * Ids of an announcement must be sorted and not negative; beyond 255 groups the rest is left out, since the
 * count of groups is one byte.
 */
export function encodeMessage(message: Message): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [Uint8Array.of(CODES[message.kind])];
  const addInteger = (name: number, value: number) => parts.push(Uint8Array.of(name), encodeInteger(value));
  if (message.kind === 'announcement') {
    for (const [name, ids] of [
      [LOADED, message.loaded],
      [LOADING, message.loading],
    ] as const) {
      if (ids.length > 0) parts.push(Uint8Array.of(name), encodeIdGroups(ids));
    }
    return concatBytes(parts);
  }
  addInteger(SEGMENT, message.segmentId);
  if (message.kind === 'data') addInteger(SIZE, message.sizeBytes);
  addInteger(REQUEST, message.requestId);
  if (message.kind === 'request' && message.startByte > 0) addInteger(START, message.startByte);
  return concatBytes(parts);
}

/** Null for commands that a later version may have: they are ignored, as unknown fields are. */
export function parseMessage(body: Uint8Array): Result<Message | null, MalformedMessage> {
  const code = body[0];
  if (code === undefined) return failure('empty');
  const reader = new FieldReader(body, 1);
  const fields = reader.readAll();
  if (!fields.ok) return fields;
  const kind = KINDS[code];
  if (kind === undefined) return success(null);
  const integer = (name: number): number | null => {
    const value = fields.value.get(name);
    return typeof value === 'number' && value >= 0 ? value : null;
  };
  if (kind === 'announcement') return parseAnnouncement(fields.value);
  const segmentId = integer(SEGMENT);
  const requestId = integer(REQUEST);
  if (segmentId === null || requestId === null) return failure('wrong-field');
  if (kind === 'request') {
    const startByte = fields.value.has(START) ? integer(START) : 0;
    return startByte === null ? failure('wrong-field') : success({ kind, segmentId, requestId, startByte });
  }
  if (kind === 'data') {
    const sizeBytes = integer(SIZE);
    return sizeBytes === null ? failure('wrong-field') : success({ kind, segmentId, requestId, sizeBytes });
  }
  return success({ kind, segmentId, requestId });
}

function parseAnnouncement(fields: ReadonlyMap<number, unknown>): Result<Message, MalformedMessage> {
  const loaded = fields.get(LOADED) ?? [];
  const loading = fields.get(LOADING) ?? [];
  if (!Array.isArray(loaded) || !Array.isArray(loading)) return failure('wrong-field');
  return success({ kind: 'announcement', loaded, loading });
}

function field(name: string): number {
  return name.charCodeAt(0);
}
