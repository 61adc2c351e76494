import type { Link } from './link.ts';

export type ConnectionHandlers = {
  /** Messages may follow at once. */
  onOpen(link: Link): void;
  /** Once, before or after it was open; not for our own `close`. */
  onClosed(reason: string): void;
};

/** One connection to a peer, from the first description on. */
export interface Connection {
  /** Our description, whole: no candidate follows later. */
  readonly sdp: string;
  /** Does nothing the second time. Closes the link, too. */
  close(reason: string): void;
}

export interface OutgoingConnection extends Connection {
  /** Takes the answer of the peer that was handed our offer; a bad one ends in `onClosed`. */
  accept(answer: { readonly sdp: string; readonly remotePeerId: string }): void;
}

/** How connections are made once the tracker carries the descriptions. */
export interface Connector {
  /** Rejects with a `PlayerError` where no connection can be made at all. */
  createOffer(handlers: ConnectionHandlers): Promise<OutgoingConnection>;
  /** Rejects with a `PlayerError` if the offer is malformed. */
  answerOffer(
    offer: { readonly sdp: string; readonly remotePeerId: string },
    handlers: ConnectionHandlers,
  ): Promise<Connection>;
}
