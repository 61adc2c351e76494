import type { ByteRange } from '../base/units.ts';
import { segmentSizeBytes } from '../media/segment.ts';
import type { WantedWindow } from '../wire/session.ts';
import type { Assembly, Transfer } from './assembly.ts';
import type { Catalogue } from './catalogue.ts';
import type { Downloads } from './downloads.ts';
import { type Candidate, electionRank, electionScore, hashText } from './election.ts';
import type { Origin } from './origin.ts';
import { comingRange, type Peer, type PeerStream } from './peer.ts';
import { BLOCKS_WITHIN_SEGMENTS } from './plan-blocks.ts';
import { isCalm } from './plan-sources.ts';
import { intersectRanges } from './ranges.ts';
import type { Holder, Mesh, PeerView, Snapshot, TransferView, WantedSegment } from './snapshot.ts';
import { expectedBytes, type Want } from './wanted.ts';

/** Of a live, segments beyond a neighbour's playlist that he is taken to want as well. */
const UNLISTED_SEGMENTS = 1;
/** From peers a neighbour takes segments so many times as far ahead as it would ask servers for. */
const PEER_WINDOWS = 2;
/** Less than this says nothing about a transfer's speed. */
const MIN_RATE_BYTES = 16_384;
const MIN_RATE_MS = 100;

export type SnapshotSources = {
  readonly nowMs: number;
  readonly peers: readonly Peer[];
  readonly peerByKey: ReadonlyMap<string, Peer>;
  readonly downloads: Downloads;
  readonly catalogue: Catalogue;
  readonly origin: Origin;
  readonly ownHash: number;
  readonly uplinkBytesPerMs: number | null;
  /** What neighbours know of our line. */
  toldUplink(streamKey: string): number;
  readonly mesh: Mesh;
  readonly settledMs: number;
  readonly otherCount: number | null;
  readonly isStarving: boolean;
  readonly starvedMs: number;
  readonly isStarting: boolean;
  /** What is known of each missing segment. */
  readonly missing: ReadonlyMap<string, Missing>;
};

export type Missing = {
  /** When it was first found missing. */
  readonly sinceMs: number;
  /** Who held it first; null while that is not known. */
  firstHolderId: string | null;
};

/** Looks at the world once, so that the plan need not. */
export function buildSnapshot(wants: readonly Want[], sources: SnapshotSources): Snapshot {
  const { nowMs, peers, downloads, origin } = sources;
  const world: Sources = { ...sources, speakersOf: createSpeakers(peers) };
  return {
    nowMs,
    peers: peers.map((peer) => viewPeer(peer, nowMs)),
    origin: {
      bytesPerMs: origin.bytesPerMs(),
      fairBytesPerMs: origin.fairBytesPerMs(),
      latencyMs: origin.latencyMs(),
      isResting: origin.isResting(),
      activeCount: downloads.originCount,
    },
    mesh: sources.mesh,
    settledMs: sources.settledMs,
    otherCount: sources.otherCount,
    isStarving: sources.isStarving,
    starvedMs: sources.starvedMs,
    isStarting: sources.isStarting,
    ownHash: sources.ownHash,
    uplinkBytesPerMs: sources.uplinkBytesPerMs,
    wanted: wants.map((want) => viewWant(want, world)),
  };
}

/** A neighbour that has said something of a stream; `index` into the snapshot's peers. */
type Speaker = { readonly index: number; readonly peer: Peer; readonly stream: PeerStream };

type Sources = SnapshotSources & { speakersOf(streamKey: string): readonly Speaker[] };

/** Who speaks of a stream is looked up once, not for each of its segments. */
function createSpeakers(peers: readonly Peer[]): Sources['speakersOf'] {
  const known = new Map<string, Speaker[]>();
  return (streamKey) => {
    const before = known.get(streamKey);
    if (before !== undefined) return before;
    const speakers: Speaker[] = [];
    peers.forEach((peer, index) => {
      const stream = peer.stream(streamKey);
      if (stream !== undefined) speakers.push({ index, peer, stream });
    });
    known.set(streamKey, speakers);
    return speakers;
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

function viewWant(want: Want, sources: Sources): WantedSegment {
  const { segment, key } = want;
  const { nowMs, downloads, catalogue, mesh } = sources;
  const assembly = downloads.get(key);
  const listing = catalogue.listing(segment.streamKey);
  const { sinceMs = nowMs, firstHolderId = null } = sources.missing.get(key) ?? {};
  const exactBytes = assembly?.sizeBytes ?? segmentSizeBytes(segment);
  const around = mesh === 'open' || mesh === 'forming' ? lookAround(want, exactBytes, sources) : NOBODY;
  // Where the playlist gives no size, what a neighbour says is good enough to ask it for a part.
  const sizeBytes = exactBytes ?? (assembly?.isBarredToPeers === true ? null : around.claimedBytes);
  return {
    key,
    hash: hashText(segment.streamKey) ^ segment.id,
    sizeBytes,
    expectedBytes: sizeBytes ?? expectedBytes(segment, listing),
    durationMs: segment.durationSeconds * 1000,
    deadlineMs: want.deadlineMs,
    aheadSeconds: want.aheadSeconds,
    isDemanded: want.isDemanded,
    waitedMs: nowMs - sinceMs,
    idleMs: nowMs - Math.max(assembly?.lastByteMs ?? 0, sinceMs),
    open: openRanges(assembly, sizeBytes),
    transfers: assembly === null ? [] : [...assembly.transfers.values()].map((one) => viewTransfer(one, sources)),
    isOriginReady: assembly === null || nowMs >= assembly.retryAtMs,
    isBarredToPeers: assembly?.isBarredToPeers ?? false,
    holders: around.holders,
    firstHolderId,
    isLoadedElsewhere: around.isLoadedElsewhere,
    rank: around.rank,
    turn: around.turn,
    coming: around.coming,
    rivalCount: around.rivalCount,
  };
}

function openRanges(assembly: Assembly | null, sizeBytes: number | null): readonly ByteRange[] {
  const whole = { start: 0, end: sizeBytes ?? Number.POSITIVE_INFINITY };
  if (assembly === null) return [whole];
  return assembly.sizeBytes === null ? intersectRanges(whole, assembly.openRanges()) : assembly.openRanges();
}

type Around = Pick<WantedSegment, 'holders' | 'isLoadedElsewhere' | 'rank' | 'turn' | 'coming' | 'rivalCount'> & {
  readonly claimedBytes: number | null;
};

const NOBODY: Around = {
  holders: [],
  isLoadedElsewhere: false,
  rank: 0,
  turn: 0,
  coming: [],
  rivalCount: 0,
  claimedBytes: null,
};

function lookAround({ segment, key, deadlineMs }: Want, exactBytes: number | null, sources: Sources): Around {
  const { nowMs, ownHash, isStarving } = sources;
  const { streamKey, id } = segment;
  const holders: Holder[] = [];
  const rivals: Candidate[] = [];
  const coming: ByteRange[] = [];
  const streamHash = hashText(streamKey);
  const ownScore = electionScore(ownHash, streamHash, id);
  const durationMs = segment.durationSeconds * 1000;
  // What has no time waits for nobody's turn.
  const hasTurns = isCalm({ deadlineMs, durationMs });
  let turn = 0;
  let isLoadedElsewhere = false;
  let claimedBytes: number | null = null;
  const assembly = sources.downloads.get(key);
  const areBlocksWanted = isStarving || deadlineMs < BLOCKS_WITHIN_SEGMENTS * durationMs;
  const unlisted = sources.catalogue.listing(streamKey)?.playlist.isLive ? UNLISTED_SEGMENTS : 0;
  for (const { index, peer, stream } of sources.speakersOf(streamKey)) {
    if (assembly?.isPassedOver(peer.key, nowMs)) continue;
    if (stream.loaded.has(id)) {
      if (!peer.isAbsent(key, nowMs)) holders.push({ peer: index, ranges: null });
      continue;
    }
    const { wanted } = stream;
    // Whoever is at the edge of a live wants what comes next, though his playlist may not list it yet.
    if (wanted !== null && id >= wanted.startId && id < wanted.endId + unlisted) {
      rivals.push({ hash: peer.hash, uplink: wanted.uplink ?? 0 });
    }
    if (hasTurns && wanted !== null && reachesFromPeers(wanted, id)) {
      if (electionScore(peer.hash, streamHash, id) < ownScore) turn++;
    }
    if (stream.loading.has(id)) isLoadedElsewhere = true;
    const partial = areBlocksWanted ? stream.partials.get(id) : undefined;
    if (partial === undefined) continue;
    const { sizeBytes } = partial.holding;
    if (sizeBytes !== (exactBytes ?? sizeBytes)) continue;
    claimedBytes ??= sizeBytes;
    if (partial.ranges.length > 0 && !peer.isAbsent(key, nowMs)) holders.push({ peer: index, ranges: partial.ranges });
    const range = comingRange(partial, nowMs);
    if (range !== null) coming.push(range);
  }
  const own = { hash: ownHash, uplink: sources.toldUplink(streamKey) };
  const rank = electionRank(own, rivals, { streamHash, id });
  return { holders, isLoadedElsewhere, rank, turn, coming, rivalCount: rivals.length, claimedBytes };
}

function reachesFromPeers({ startId, endId }: WantedWindow, id: number): boolean {
  return id >= startId && id < startId + PEER_WINDOWS * (endId - startId);
}

function viewTransfer(transfer: Transfer, { nowMs, peerByKey }: SnapshotSources): TransferView {
  // A peer that sends another of our requests first is busy with us, not silent.
  const peer = transfer.from === null ? undefined : peerByKey.get(transfer.from);
  const lastDataMs = peer?.lastDataMs ?? 0;
  const { firstByteMs, receivedBytes, startedMs } = transfer;
  const ageMs = nowMs - startedMs;
  const isKnown = receivedBytes >= MIN_RATE_BYTES && ageMs >= MIN_RATE_MS;
  return {
    id: transfer.id,
    peerId: transfer.from,
    honoursRangeEnd: peer?.session.honoursRangeEnd ?? true,
    position: transfer.position,
    end: transfer.end,
    bytesPerMs: isKnown ? receivedBytes / ageMs : null,
    ageMs,
    silentMs: nowMs - Math.max(transfer.lastByteMs, lastDataMs),
    hasStarted: firstByteMs !== null,
    isPinned: transfer.isPinned,
  };
}
