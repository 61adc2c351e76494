import { segmentKey } from '../media/segment.ts';
import type { Counters } from './counters.ts';
import type { Downloads } from './downloads.ts';
import type { Peer } from './peer.ts';
import type { PeerStats, SupplyStats, TrackerStats } from './supply.ts';
import type { Viewer } from './wanted.ts';

/** The streams that somebody plays; before the first playhead those that playback asked for. */
export function activeStreams(viewers: Iterable<Viewer>): string[] {
  const active = new Set<string>();
  for (const { playhead, demanded } of viewers) {
    const streams = playhead?.activeStreams ?? [];
    for (const key of streams) active.add(key);
    if (streams.length === 0) for (const { streamKey } of demanded.values()) active.add(streamKey);
  }
  return [...active];
}

/** Ids of a stream that are on their way; sorted. */
export function loadingIds(downloads: Downloads, streamKey: string): number[] {
  const ids: number[] = [];
  for (const { segment, transfers } of downloads.assemblies) {
    if (transfers.size > 0 && segment.streamKey === streamKey) ids.push(segment.id);
  }
  return ids.sort((a, b) => a - b);
}

/** After a seek or a switch: what nobody will play is not worth another byte, unless most of it is here. */
export function cancelUnwanted(downloads: Downloads, wantedKeys: { has(key: string): boolean }): void {
  for (const assembly of [...downloads.assemblies]) {
    if (assembly.transfers.size === 0 || wantedKeys.has(segmentKey(assembly.segment))) continue;
    if (assembly.sizeBytes !== null && assembly.heldBytes > assembly.sizeBytes / 2) continue;
    for (const transfer of [...assembly.transfers.values()]) downloads.cancel(transfer);
  }
}

export type StatsSources = {
  readonly nowMs: number;
  readonly counters: Counters;
  readonly storedBytes: number;
  readonly isSharing: boolean;
  readonly isVerified: boolean | null;
  readonly peers: Iterable<Peer>;
  readonly trackers: Iterable<TrackerStats>;
  /** Named as the stream of peers that serve all streams. */
  readonly streamKey: string;
};

export function describeStats(sources: StatsSources): SupplyStats {
  const { counters, storedBytes, isSharing, isVerified } = sources;
  const peers: PeerStats[] = [];
  for (const peer of sources.peers) {
    peers.push({
      id: peer.session.peerId,
      streamKey: peer.session.streamKey ?? sources.streamKey,
      receivedBytes: peer.receivedBytes,
      sentBytes: peer.sentBytes,
      heldSegments: peer.heldCount(),
      isBusy: peer.isBusy(sources.nowMs),
    });
  }
  return { ...counters, storedBytes, isSharing, peers, trackers: [...sources.trackers], isVerified };
}
