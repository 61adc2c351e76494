import { segmentKey } from '../media/segment.ts';
import type { Assembly, Transfer } from './assembly.ts';
import type { Catalogue } from './catalogue.ts';
import type { Downloads } from './downloads.ts';
import { electionRank, hashText } from './election.ts';
import type { Origin } from './origin.ts';
import type { Peer } from './peer.ts';
import type { Holder, Mesh, PeerView, Snapshot, TransferView, WantedSegment } from './snapshot.ts';
import { expectedBytes, type Want } from './wanted.ts';

/** Less than this says nothing about a transfer's speed. */
const MIN_RATE_BYTES = 16_384;
const MIN_RATE_MS = 100;

export type SnapshotSources = {
  readonly nowMs: number;
  readonly peers: readonly Peer[];
  readonly downloads: Downloads;
  readonly catalogue: Catalogue;
  readonly origin: Origin;
  readonly ownHash: number;
  readonly mesh: Mesh;
  readonly isStarving: boolean;
  /** When each segment was first found missing. */
  readonly wantedSinceMs: ReadonlyMap<string, number>;
};

/** Looks at the world once, so that the plan need not. */
export function buildSnapshot(wants: readonly Want[], sources: SnapshotSources): Snapshot {
  const { nowMs, peers, downloads, origin } = sources;
  return {
    nowMs,
    peers: peers.map((peer) => viewPeer(peer, nowMs)),
    origin: {
      bytesPerMs: origin.bytesPerMs(),
      latencyMs: origin.latencyMs(),
      activeCount: downloads.originCount,
    },
    mesh: sources.mesh,
    isStarving: sources.isStarving,
    wanted: wants.map((want) => viewWant(want, sources)),
  };
}

function viewPeer(peer: Peer, nowMs: number): PeerView {
  const { maxRequests, honoursRangeEnd } = peer.session;
  return {
    id: peer.key,
    bytesPerMs: peer.rate.bytesPerMs(nowMs),
    activeCount: peer.requests.size,
    maxRequests,
    isBusy: peer.isBusy(nowMs),
    honoursRangeEnd,
    hash: peer.hash,
  };
}

function viewWant(want: Want, sources: SnapshotSources): WantedSegment {
  const { segment, key } = want;
  const { nowMs, downloads, catalogue, mesh } = sources;
  const assembly = downloads.get(key);
  const listing = catalogue.listing(segment.streamKey);
  const sizeBytes = assembly?.sizeBytes ?? (segment.range === null ? null : segment.range.end - segment.range.start);
  const around = mesh === 'open' ? lookAround(want, assembly, sources) : NOBODY;
  return {
    key,
    hash: hashText(segment.streamKey) ^ segment.id,
    sizeBytes,
    expectedBytes: sizeBytes ?? expectedBytes(segment, listing),
    durationMs: segment.durationSeconds * 1000,
    deadlineMs: want.deadlineMs,
    aheadSeconds: want.aheadSeconds,
    isDemanded: want.isDemanded,
    waitedMs: nowMs - (sources.wantedSinceMs.get(key) ?? nowMs),
    open: assembly?.openRanges() ?? [{ start: 0, end: sizeBytes ?? Number.POSITIVE_INFINITY }],
    transfers: assembly === null ? [] : [...assembly.transfers.values()].map((one) => viewTransfer(one, nowMs)),
    isOriginReady: assembly === null || nowMs >= assembly.retryAtMs,
    isBarredToPeers: assembly?.isBarredToPeers ?? false,
    ...around,
  };
}

type Around = Pick<WantedSegment, 'holders' | 'isLoadedElsewhere' | 'rank'>;

const NOBODY: Around = { holders: [], isLoadedElsewhere: false, rank: 0 };

function lookAround({ segment }: Want, assembly: Assembly | null, sources: SnapshotSources): Around {
  const { peers, nowMs, ownHash } = sources;
  const { streamKey, id } = segment;
  const key = segmentKey(segment);
  const holders: Holder[] = [];
  const rivals: number[] = [];
  let isLoadedElsewhere = false;
  for (const [index, peer] of peers.entries()) {
    if (peer.isAbsent(key, nowMs)) continue;
    const ranges = peer.heldRanges(streamKey, id);
    if (ranges === null) holders.push({ peer: index, ranges: null });
    else {
      // Half a segment is worth asking for only if it says which half.
      if (ranges.length > 0 && assembly?.isBarredToPeers !== true) holders.push({ peer: index, ranges });
      if (peer.isLoading(streamKey, id)) isLoadedElsewhere = true;
      const wished = peer.windows.get(streamKey);
      if (wished !== undefined && id >= wished.startId && id < wished.endId) rivals.push(peer.hash);
    }
  }
  const rank = electionRank(ownHash, rivals, { streamHash: hashText(streamKey), id });
  return { holders, isLoadedElsewhere, rank };
}

function viewTransfer(transfer: Transfer, nowMs: number): TransferView {
  const { firstByteMs, receivedBytes, startedMs } = transfer;
  const sinceMs = nowMs - startedMs;
  const isKnown = receivedBytes >= MIN_RATE_BYTES && sinceMs >= MIN_RATE_MS;
  return {
    id: transfer.id,
    peerId: transfer.from,
    position: transfer.position,
    end: transfer.end,
    bytesPerMs: isKnown ? receivedBytes / sinceMs : null,
    silentMs: nowMs - transfer.lastByteMs,
    hasStarted: firstByteMs !== null,
  };
}
