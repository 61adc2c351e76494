import type { Listenable } from '../base/emitter.ts';

export type LinkEvents = {
  /** One message of the peer, as it was sent. */
  message: Uint8Array;
  /** The send buffer fell under its low mark. */
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
