import type { Listenable } from '../base/emitter.ts';
import { clamp, KIB } from '../base/units.ts';

/** Less than this is gone before anybody could add to it. */
const MIN_LOW_MARK_BYTES = 16 * KIB;
/** Enough to keep a fast connection busy while the page comes round to send more. */
const MAX_LOW_MARK_BYTES = 128 * KIB;

export type LinkEvents = {
  /** One message of the peer, as it was sent. */
  message: Uint8Array;
  /** The send buffer, which had held more than 16 KiB, fell to half of that, or to 128 KiB if that is less. */
  drained: undefined;
  /** Once, whoever ended it; nothing follows. */
  closed: { readonly reason: string };
};

/** An open, ordered and reliable connection to one peer, for one stream. */
export interface Link extends Listenable<LinkEvents> {
  /** The peer's id as the tracker gave it: 20 characters, one per byte. */
  readonly remotePeerId: string;
  /** Bytes that were handed over and have not left yet. */
  readonly bufferedBytes: number;
  /** Queues one message of at most 65,535 bytes; does nothing after the link closed. */
  send(message: Uint8Array): void;
  close(reason: string): void;
}

/** To what a send buffer that holds `bufferedBytes` has to fall before `drained` comes. */
export function lowMarkOf(bufferedBytes: number): number {
  return clamp(bufferedBytes / 2, MIN_LOW_MARK_BYTES, MAX_LOW_MARK_BYTES);
}
