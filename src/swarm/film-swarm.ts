import type { Clock } from '../base/clock.ts';
import { createEmitter, type Emitter } from '../base/emitter.ts';
import type { Http } from '../base/http.ts';
import type { Ports } from '../base/ports.ts';
import { segmentKey } from '../media/segment.ts';
import type { Discovery } from '../wire/discovery.ts';
import type { Link } from '../wire/link.ts';
import { isOwnPeerId } from '../wire/peer-id.ts';
import type { PeerSession } from '../wire/session.ts';
import { OwnSession } from '../wire/session-own.ts';
import { MAX_SEGMENT_BYTES, SessionV2 } from '../wire/session-v2.ts';
import { Announcer } from './announcer.ts';
import type { Assembly } from './assembly.ts';
import { BlockNews } from './block-news.ts';
import { Catalogue } from './catalogue.ts';
import type { SwarmConfig } from './config.ts';
import { type Counters, createCounters } from './counters.ts';
import { Downloads } from './downloads.ts';
import { hashText } from './election.ts';
import { scoreUsefulness } from './eviction.ts';
import { activeStreams, describeStats, loadingIds } from './film-state.ts';
import { findUpload } from './find-upload.ts';
import type { Verifier } from './integrity.ts';
import { Judge } from './judge.ts';
import type { Loads } from './loads.ts';
import { MeshMembership } from './mesh.ts';
import { createOrigin, type Origin } from './origin.ts';
import { isHopeless } from './origin-request.ts';
import { countHolders, type Peer } from './peer.ts';
import { PeerTable } from './peer-table.ts';
import { PlanRunner } from './plan-runner.ts';
import { Planner } from './planner.ts';
import { wrongHash } from './resource.ts';
import { SecondTier } from './second-tier.ts';
import type { OpenArchive } from './segment-archive.ts';
import { type AllocateBuffer, type AllocateBytes, createAllocator } from './segment-buffer.ts';
import { SegmentStore } from './segment-store.ts';
import type { SupplyError, SupplyEvents, SupplyStats, TrackerStats } from './supply.ts';
import { Uploads } from './uploads.ts';
import { isAnyoneStarving, type Viewer } from './wanted.ts';

/** Wrong copies of one segment before playback hears of it. */
const MAX_REJECTIONS = 4;

/** A player of the film, as the swarm sees it. */
export type Audience = Viewer & {
  readonly loads: Loads;
  mayShare: boolean;
  /** The film's counters when it became the player that counts; null for the others. */
  countsFrom: Counters | null;
};

export type FilmSwarmOptions = {
  readonly ports: Ports;
  readonly http: Http;
  readonly mirrorUrls: readonly string[];
  readonly discovery: Discovery | null;
  readonly verifier: Verifier | null;
  readonly config: SwarmConfig;
  readonly allocateBytes?: AllocateBytes;
  readonly openArchive?: OpenArchive;
};

/** One film among its viewers: what all players of the film on this page share. */
export class FilmSwarm {
  readonly catalogue = new Catalogue();
  readonly counters = createCounters();
  readonly store: SegmentStore;
  readonly origin: Origin;
  readonly events: Emitter<SupplyEvents>;
  readonly mesh: MeshMembership | null;
  readonly verifier: Verifier | null;
  readonly audiences = new Set<Audience>();
  readonly #options: FilmSwarmOptions;
  readonly #clock: Clock;
  readonly #allocate: AllocateBuffer;
  readonly #peers: PeerTable;
  readonly #downloads: Downloads;
  readonly #uploads: Uploads;
  readonly #announcer: Announcer;
  readonly #blockNews: BlockNews;
  readonly #judge: Judge;
  readonly #planner: Planner;
  readonly #trackers = new Map<string, TrackerStats>();
  /** Null before the first segment from a peer. */
  #isVerified: boolean | null = null;
  #isDestroyed = false;

  constructor(options: FilmSwarmOptions) {
    const { ports, config, discovery, verifier } = options;
    const { clock, random, log } = ports;
    this.#options = options;
    this.verifier = verifier;
    this.#clock = clock;
    this.#allocate = createAllocator(options.allocateBytes);
    this.events = createEmitter((error) => log.note('warn', 'A listener threw.', { error: String(error) }));
    const { openArchive: open } = options;
    const tier = open && new SecondTier({ clock, open, onChanged: () => this.#announcer.touch() });
    this.store = new SegmentStore(config.memoryBytes, tier);
    this.origin = createOrigin({
      http: options.http,
      clock,
      random,
      mirrorUrls: options.mirrorUrls,
      firstByteTimeoutMs: config.originFirstByteTimeoutMs,
      stallTimeoutMs: config.originStallTimeoutMs,
    });
    this.#judge = new Judge({ verifier, random, origin: this.origin, onLiar: (key, why) => this.#banPeer(key, why) });
    this.#peers = this.#createPeers();
    this.#downloads = this.#createDownloads();
    this.#uploads = new Uploads({
      clock,
      slots: config.uploadSlots,
      maxBytesPerSecond: config.maxUploadBytesPerSecond,
      isStarving: () => isAnyoneStarving(this.audiences),
      find: (request) => findUpload(this.store, this.#downloads, request),
      states: () => this.#announcer.states(),
    });
    const peers = () => this.#peers.all.values();
    const uplinkBytesPerMs = () => this.#uploads.bytesPerMs();
    this.#blockNews = new BlockNews({ clock, downloads: this.#downloads, uplinkBytesPerMs, peers });
    this.#announcer = new Announcer({
      clock,
      store: this.store,
      peers,
      loadingIds: (streamKey) => loadingIds(this.#downloads, streamKey),
      streamKeys: () => this.#sharedStreams(),
    });
    const runner = new PlanRunner({
      clock,
      config,
      audiences: this.audiences,
      catalogue: this.catalogue,
      store: this.store,
      downloads: this.#downloads,
      peers: this.#peers.all,
      origin: this.origin,
      // It may change after a reconnect.
      get ownHash() {
        return hashText(discovery?.peerId ?? '');
      },
      uplinkBytesPerMs,
      toldUplink: (streamKey) => this.#blockNews.toldUplink(streamKey),
      meshState: () => this.#meshState(),
      mesh: () => this.mesh,
      onActive: (streamKeys) => this.mesh?.setActive(streamKeys),
      onTransfer: () => {
        this.#announcer.touch();
        this.#blockNews.touch();
      },
      onWindow: (streamKey, wanted) => this.#blockNews.setWindow(streamKey, wanted),
      onSilence: () => this.replan(true),
    });
    this.#planner = new Planner(clock, () => runner.run());
    this.mesh = discovery === null ? null : this.#createMesh(discovery);
  }

  /** Something changed that may call for other transfers; `isPressing`: somebody waits for it. */
  replan(isPressing: boolean): void {
    if (this.#isDestroyed) return;
    const isStarving = isPressing && isAnyoneStarving(this.audiences);
    this.#planner.touch(isStarving ? 'starving' : isPressing ? 'pressing' : 'news');
  }

  /** Shares while every player may: a viewer who says no means all of them. */
  refreshSharing(): void {
    const isOn = this.audiences.size > 0 && [...this.audiences].every(({ mayShare }) => mayShare);
    if (this.mesh === null || this.#isDestroyed || this.mesh.isOn === isOn) return;
    this.mesh.setOn(isOn);
    this.#uploads.setOn(isOn);
    if (!isOn) this.#peers.closeAll('sharing was switched off');
    this.events.emit('sharingChanged', { isSharing: isOn });
    this.replan(true);
  }

  /** The last one is followed by `destroy`. */
  leave(audience: Audience): void {
    this.audiences.delete(audience);
    const [oldest] = this.audiences;
    if (oldest === undefined) return;
    oldest.countsFrom ??= { ...this.counters };
    this.refreshSharing();
  }

  stats(): SupplyStats {
    return describeStats({
      nowMs: this.#clock.nowMs(),
      counters: this.counters,
      storedBytes: this.store.sizeBytes,
      isSharing: this.mesh?.isOn ?? false,
      isVerified: this.#isVerified,
      peers: this.#peers.all.values(),
      trackers: this.#trackers.values(),
      streamKey: activeStreams(this.audiences)[0] ?? '',
    });
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#planner.destroy();
    this.#announcer.destroy();
    this.#blockNews.destroy();
    this.mesh?.destroy();
    this.#peers.closeAll('left');
    this.#uploads.destroy();
    for (const { loads } of this.audiences) loads.failAll();
    this.#downloads.destroy();
    this.store.clear();
    this.events.clear();
  }

  #createMesh(discovery: Discovery): MeshMembership {
    return new MeshMembership({
      discovery,
      clock: this.#clock,
      config: this.#options.config,
      onLink: (link, streamKey) => this.#welcome(link, streamKey),
      onTracker: (status) => {
        this.#trackers.set(status.url, status);
        this.events.emit('trackerChanged', status);
      },
      peers: this.#peers.all,
      isBanned: (peerId) => this.#peers.isBanned(peerId),
    });
  }

  #createPeers(): PeerTable {
    const { config, discovery } = this.#options;
    return new PeerTable({
      clock: this.#clock,
      maxPeers: config.maxPeers,
      get ownPeerId() {
        return discovery?.peerId ?? '';
      },
      onJoined: (peer) => {
        this.#announcer.greet(peer);
        this.#blockNews.greet(peer);
        this.mesh?.greet(peer);
        this.events.emit('peerJoined', { peerId: peer.session.peerId, streamKey: peer.session.streamKey ?? '' });
      },
      onLeft: (peer, fault) => {
        this.#downloads.handleLeave(peer);
        this.#uploads.handleLeave(peer);
        this.mesh?.handleLeave();
        this.events.emit('peerLeft', { peerId: peer.session.peerId, streamKey: peer.session.streamKey ?? '' });
        if (fault !== null) this.#ban(peer.session.peerId, fault);
        this.replan(true);
      },
      onNews: () => this.replan(isAnyoneStarving(this.audiences)),
      onNeighbours: () => this.mesh?.introductions.touch(),
      onIntroduced: (peer, introduction) => this.mesh?.introductions.receive(peer, introduction),
      onStart: (peer, requestId, sizeBytes) => this.#downloads.handleStart(peer, requestId, sizeBytes),
      onData: (peer, requestId, data) => this.#downloads.handleData(peer, requestId, data),
      onEnd: (peer, requestId, outcome) => this.#handleRequestEnd(peer, requestId, outcome),
      onStray: (peer, bytes) => {
        peer.receivedBytes += bytes;
        this.counters.peerBytes += bytes;
        this.counters.wastedBytes += bytes;
      },
      onRequested: (peer, request) => this.#uploads.handle(peer, request),
      onUploadEnded: (peer, uploadId) => this.#uploads.handleEnd(peer, uploadId),
      onSent: (peer, { id, streamKey, segmentId, bytes }) => {
        this.counters.uploadedBytes += bytes;
        this.#uploads.handleSent(peer, id, bytes);
        this.events.emit('bytesSent', { bytes, peerId: peer.session.peerId, streamKey, segmentId });
      },
    });
  }

  #createDownloads(): Downloads {
    return new Downloads({
      clock: this.#clock,
      origin: this.origin,
      allocate: this.#allocate,
      counters: this.counters,
      maxSegmentBytes: MAX_SEGMENT_BYTES,
      onBytes: (assembly, bytes, peer) => this.#handleBytes(assembly, bytes, peer),
      onComplete: (assembly) => void this.#conclude(assembly),
      onTransferEnd: () => this.replan(true),
      onOriginFailure: (assembly, error) => this.#handleOriginFailure(assembly, error),
      onWrongSize: (peer) => this.#banPeer(peer.key, 'wrong-size'),
    });
  }

  #welcome(link: Link, streamKey: string): void {
    if (this.#isDestroyed || this.mesh?.isOn !== true) link.close('not sharing');
    else this.#peers.add(this.#openSession(link, streamKey));
  }

  #openSession(link: Link, streamKey: string): PeerSession {
    const { remotePeerId: peerId } = link;
    const clock = this.#clock;
    if (isOwnPeerId(peerId)) return new OwnSession({ link, clock, pace: this.#uploads.paceOf(peerId) });
    return new SessionV2({ link, streamKey, clock, pace: this.#uploads.pace });
  }

  #handleRequestEnd(peer: Peer, requestId: number, outcome: 'completed' | 'absent' | 'busy'): void {
    const transfer = this.#downloads.handleEnd(peer, requestId);
    const nowMs = this.#clock.nowMs();
    if (outcome === 'busy') peer.markBusy(nowMs);
    if (outcome === 'absent' && transfer !== null) peer.markAbsent(segmentKey(transfer.assembly.segment), nowMs);
    this.replan(true);
  }

  #handleBytes(assembly: Assembly, bytes: number, peer: Peer | null): void {
    const { streamKey, id } = assembly.segment;
    if (peer === null) this.#blockNews.touch();
    this.events.emit('bytesReceived', {
      from: peer === null ? 'http' : 'peer',
      bytes,
      peerId: peer?.session.peerId ?? null,
      streamKey,
      segmentId: id,
    });
    for (const { loads } of this.audiences) loads.progress(assembly);
  }

  async #conclude(assembly: Assembly): Promise<void> {
    const { segment } = assembly;
    const key = segmentKey(segment);
    if (assembly.source !== 'http') this.#isVerified = this.verifier !== null;
    const judgement = await this.#judge.judge(assembly);
    assembly.isVerifying = false;
    if (this.#isDestroyed || this.#downloads.get(key) !== assembly) return;
    if (judgement.kind === 'rejected') {
      this.counters.wastedBytes += judgement.bytes;
      this.#blockNews.forget(assembly, false);
      const peerId = judgement.peerKeys.length === 1 ? (judgement.peerKeys[0]?.slice(0, 20) ?? null) : null;
      this.events.emit('segmentRejected', { streamKey: segment.streamKey, segmentId: segment.id, peerId });
      if (assembly.rejectedCount >= MAX_REJECTIONS) this.#giveUp(assembly, 'wrong-hash');
      this.replan(true);
      return;
    }
    const { buffer, source } = assembly;
    if (buffer === null) return;
    const stored = { segment, buffer, source, isShareable: judgement.isShareable };
    this.store.add(stored, (one) => scoreUsefulness(one, this.audiences, this.#peers.all.values()));
    this.#downloads.drop(assembly, true);
    this.#blockNews.forget(assembly, true);
    for (const { loads } of this.audiences) loads.settle(stored, assembly);
    this.events.emit('segmentStored', { streamKey: segment.streamKey, segmentId: segment.id, source });
    this.#announcer.touch();
    this.replan(true);
  }

  #handleOriginFailure(assembly: Assembly, error: SupplyError): void {
    const { config } = this.#options;
    const isOver = assembly.originFailureCount >= (isHopeless(error) ? 2 : config.maxOriginFailures);
    const { streamKey, id } = assembly.segment;
    if (isOver && assembly.transfers.size === 0 && this.holderCount(streamKey, id) === 0) this.#giveUp(assembly, error);
    this.#announcer.touch();
    this.replan(true);
  }

  /** Every source is gone: whoever waits hears of it, and may ask again. */
  #giveUp(assembly: Assembly, why: SupplyError | 'wrong-hash'): void {
    const key = segmentKey(assembly.segment);
    const { streamKey, id } = assembly.segment;
    const error = why === 'wrong-hash' ? wrongHash({ streamKey, id }) : why;
    const retryAtMs = this.#clock.nowMs() + 1000;
    assembly.originFailureCount = 0;
    assembly.rejectedCount = 0;
    assembly.retryAtMs = Math.max(assembly.retryAtMs, retryAtMs);
    for (const { loads } of this.audiences) loads.fail(key, error);
  }

  holderCount(streamKey: string, id: number): number {
    return countHolders(this.#peers.all.values(), streamKey, id);
  }

  /** @param key of one of its sessions; the ban holds for all of them. */
  #banPeer(key: string, reason: string): void {
    this.#ban(this.#peers.all.get(key)?.session.peerId ?? key.split('/main-')[0]?.slice(0, 20) ?? key, reason);
  }

  #ban(peerId: string, reason: string): void {
    if (this.#peers.isBanned(peerId)) return;
    this.#peers.ban(peerId);
    this.#options.discovery?.ban(peerId);
    this.events.emit('peerBanned', { peerId, reason });
  }

  /** Where it is not known what the bytes should be and nothing may be taken on trust, there is no sharing. */
  #meshState() {
    const isOnTrust = this.verifier === null && this.#options.config.unhashed === 'off';
    if (this.mesh === null || isOnTrust) return 'off';
    return this.mesh.state();
  }

  #sharedStreams(): Set<string> {
    return new Set([...activeStreams(this.audiences), ...this.store.streamKeys()]);
  }
}
