import type { Link } from './link.ts';
import type { TrackerOffer } from './tracker-message.ts';

export type TrackerState = 'idle' | 'connecting' | 'connected' | 'failed';

export type DiscoveryHandlers = {
  /** A connection to a peer of this swarm is open. */
  onLink(link: Link): void;
  /** How a tracker is, and how many viewers it counts in this swarm. */
  onTracker?(status: { url: string; state: TrackerState; viewerCount: number | null }): void;
};

/** Viewers besides us, ghosts among them, by what each tracker counts; null before one has said. */
export function countOthers(viewerCounts: readonly (number | null)[]): number | null {
  const known = viewerCounts.filter((count) => count !== null);
  return known.length === 0 ? null : Math.max(...known) - 1;
}

export type Membership = {
  /** How many more peers the swarm would welcome now; 0 stops offers. */
  wantPeers(count: number): void;
  /** An offer that a neighbour carries; null where there is none to spare. */
  createOffer(): Promise<TrackerOffer | null>;
  /** A neighbour brought it. @param answer may be called later, once. */
  receiveOffer(peerId: string, offer: TrackerOffer, answer: (sdp: string) => void): void;
  receiveAnswer(peerId: string, answer: TrackerOffer): void;
  /** Says `stopped` and closes what is not open yet; open links live on. */
  leave(): void;
};

/** How viewers of one swarm meet. */
export interface Discovery {
  /** Our own id: 20 ASCII characters. */
  readonly peerId: string;
  /** @param infoHash 40 lower-case hexadecimal digits. */
  join(infoHash: string, handlers: DiscoveryHandlers): Membership;
  /** Refuses this peer from now on, whoever introduces it. */
  ban(peerId: string): void;
  destroy(): void;
}
