import { concatBytes, toUtf8 } from '../base/bytes.ts';
import { KIB } from '../base/units.ts';

/** The largest message that a peer of wire v2 sends or takes. */
export const MAX_MESSAGE_BYTES = 65_535;
/** Two announced lists of 65,025 ids fit; nothing that a peer has to say is longer. */
const MAX_COMMAND_BYTES = 192 * KIB;

const COMMAND_START = toUtf8('cstr');
const PART_START = toUtf8('dstr');
const COMMAND_END = toUtf8('cend');
const PART_END = toUtf8('dend');
const FRAME_BYTES = 8;

/** One frame, or several parts where the body does not fit in one message. All parts must be sent, in order. */
export function frameCommand(body: Uint8Array, maxMessageBytes = MAX_MESSAGE_BYTES): Uint8Array<ArrayBuffer>[] {
  const room = maxMessageBytes - FRAME_BYTES;
  if (body.length <= room) return [concatBytes([COMMAND_START, body, COMMAND_END])];
  const count = Math.ceil(body.length / room);
  const size = Math.ceil(body.length / count);
  return Array.from({ length: count }, (_, i) =>
    concatBytes([
      i === 0 ? COMMAND_START : PART_START,
      body.subarray(i * size, (i + 1) * size),
      i === count - 1 ? COMMAND_END : PART_END,
    ]),
  );
}

/** Would the receiver take these raw bytes for a command? */
export function looksLikeCommand(message: Uint8Array): boolean {
  if (message.length < FRAME_BYTES) return false;
  return (
    (matches(message, COMMAND_START, 0) || matches(message, PART_START, 0)) &&
    (matches(message, COMMAND_END, message.length - 4) || matches(message, PART_END, message.length - 4))
  );
}

/** Length of the next raw message from `payload`: as long as allowed, shorter where it would look like a command. */
export function nextChunkBytes(payload: Uint8Array, maxMessageBytes = MAX_MESSAGE_BYTES): number {
  let length = Math.min(payload.length, maxMessageBytes);
  while (looksLikeCommand(payload.subarray(0, length))) length--;
  return length;
}

export type Incoming =
  | { readonly kind: 'command'; readonly body: Uint8Array }
  | { readonly kind: 'payload'; readonly bytes: Uint8Array }
  /** Part of a longer command. */
  | { readonly kind: 'partial' }
  /** A part without a beginning, or a command longer than anything a peer has to say. */
  | { readonly kind: 'malformed' };

export interface FrameReader {
  /** The bytes it returns are views of `message` wherever the command came in one piece. */
  read(message: Uint8Array): Incoming;
}

/** Tells commands from payload and puts split commands together, never holding more than `maxCommandBytes`. */
export function createFrameReader(maxCommandBytes = MAX_COMMAND_BYTES): FrameReader {
  let parts: Uint8Array[] = [];
  let heldBytes = 0;
  let isOpen = false;
  const reset = (open: boolean) => {
    parts = [];
    heldBytes = 0;
    isOpen = open;
  };
  return {
    read(message) {
      if (!looksLikeCommand(message)) return { kind: 'payload', bytes: message };
      const body = message.subarray(4, message.length - 4);
      const isFirst = matches(message, COMMAND_START, 0);
      const isLast = matches(message, COMMAND_END, message.length - 4);
      if (isFirst && isLast) {
        reset(false);
        return { kind: 'command', body };
      }
      if (isFirst) reset(true);
      else if (!isOpen) return { kind: 'malformed' };
      heldBytes += body.length;
      if (heldBytes > maxCommandBytes) {
        reset(false);
        return { kind: 'malformed' };
      }
      // A copy: the link may reuse its buffer before the last part is here.
      parts.push(body.slice());
      if (!isLast) return { kind: 'partial' };
      const whole = concatBytes(parts);
      reset(false);
      return { kind: 'command', body: whole };
    },
  };
}

function matches(message: Uint8Array, pattern: Uint8Array, offset: number): boolean {
  for (let i = 0; i < pattern.length; i++) if (message[offset + i] !== pattern[i]) return false;
  return true;
}
