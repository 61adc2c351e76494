import type { Peer } from './peer.ts';
import type { LineView } from './upload-line.ts';

/** Whoever comes after so much of the line's time waits for his turn. */
const SERVED_MS = 400;
/** How long to wait before asking again whether it is one's turn. */
export const NEXT_TURN_MS = 25;

/** What somebody who is served still has to get. */
export type Share = { readonly peer: Peer; readonly restBytes: number };

/**
 * No more are served at a time than fill the line, and those whose own lines send most come first: they hand a whole
 * segment on at once, and ten tenths of one are of no use to anybody. On a line that was never measured, so many begin.
 */
export function isTurnOf(peerId: string, shares: Iterable<Share>, line: LineView, beginners: number): boolean {
  const rests = new Map<Peer, number>();
  for (const { peer, restBytes } of shares) rests.set(peer, (rests.get(peer) ?? 0) + restBytes);
  const peers = [...rests.keys()];
  const index = peers.findIndex(({ session }) => session.peerId === peerId);
  const uplink = peers[index]?.uplink() ?? 0;
  let count = 0;
  let aheadBytes = 0;
  peers.forEach((other, i) => {
    const told = other.uplink();
    if (told < uplink || (told === uplink && i >= index)) return;
    count++;
    aheadBytes += rests.get(other) ?? 0;
  });
  return count < (line.bytesPerMs === null ? beginners : 1) || aheadBytes < line.bestPerMs * SERVED_MS;
}

/** Whoever can hand on most is told of room first; of equals, who has waited longest. */
export function fastestFirst(peers: Iterable<Peer>): Peer[] {
  return [...peers].sort((a, b) => b.uplink() - a.uplink());
}
