/** What an embedded film's swarm does, as the page tells its host. Bytes count once, since the film was loaded. */
export type SharingReport = {
  readonly state: 'undecided' | 'asking' | 'on' | 'off';
  /** Why it is off, such as `viewer-choice`; null otherwise. */
  readonly reason: string | null;
  readonly peerCount: number;
  readonly fromServersBytes: number;
  readonly fromPeersBytes: number;
  readonly toPeersBytes: number;
  /** Is each segment from a peer checked against a published hash? Null before the first. */
  readonly isVerified: boolean | null;
};
