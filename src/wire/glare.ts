import { isOwnPeerId } from './peer-id.ts';

/** What we already have with a peer. */
export type Acquaintance = { readonly isOurOffer: boolean; readonly isOpen: boolean };

/**
 * `take`: nothing stands against it. `replace`: it goes on, and what we have is closed. `beside`: it goes on, and so does
 * what we have. `drop`: what we have stays alone.
 */
export type GlareVerdict = 'take' | 'replace' | 'beside' | 'drop';

export type GlareQuestion = {
  readonly ownPeerId: string;
  readonly remotePeerId: string;
  readonly known: Acquaintance | null;
};

/**
 * An offer arrived from a peer. When two of our viewers offer to each other at the same time, both apply the same rule
 * and keep the connection that the lower peer id offered. Other engines keep whichever opens first at their side and
 * close the rest: with them nothing is closed by us.
 */
export function judgeOffer({ ownPeerId, remotePeerId, known }: GlareQuestion): GlareVerdict {
  if (known === null) return 'take';
  if (known.isOpen) return 'drop';
  if (!isOwnPeerId(remotePeerId)) return 'beside';
  return known.isOurOffer && remotePeerId < ownPeerId ? 'replace' : 'drop';
}

/** One of our offers was answered by a peer; until then we did not know who would get it. */
export function judgeAnswer({ ownPeerId, remotePeerId, known }: GlareQuestion): GlareVerdict {
  if (known === null) return 'take';
  if (!isOwnPeerId(remotePeerId)) return known.isOpen ? 'drop' : 'beside';
  // A peer that answers although its own offer is open with us has closed that already, or is about to.
  return !known.isOurOffer && ownPeerId < remotePeerId ? 'replace' : 'drop';
}
