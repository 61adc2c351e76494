import type { Clock } from '../base/clock.ts';
import type { Segment } from '../media/segment.ts';
import type { WantedWindow } from '../wire/session.ts';
import { buildSnapshot, type Missing } from './build-snapshot.ts';
import type { Catalogue } from './catalogue.ts';
import type { SwarmConfig } from './config.ts';
import type { Downloads } from './downloads.ts';
import { activeStreams, cancelUnwanted } from './film-state.ts';
import type { MeshMembership } from './mesh.ts';
import type { Origin } from './origin.ts';
import { MAX_SILENCES, type Peer } from './peer.ts';
import { plan } from './plan.ts';
import { askingShare } from './plan-crowd.ts';
import { findRare } from './rare-segments.ts';
import type { SegmentStore } from './segment-store.ts';
import type { Action, Mesh, Snapshot } from './snapshot.ts';
import { deriveWants, isAnyoneStarving, originWindows, type Viewer, type Want } from './wanted.ts';

/** While playback waits, and while it does not: how soon to look again though nothing happened. */
const WAITING_TICK_MS = 250;
const TICK_MS = 500;
/** A peer that kept a segment waiting is not asked for it again for so long: too long, and where it hurried. */
const PASS_OVER_MS = 5000;
const RELIEVED_MS = 1500;
const RARE_INTERVAL_MS = 3000;

export type PlanRunnerOptions = {
  readonly clock: Clock;
  readonly config: SwarmConfig;
  readonly audiences: ReadonlySet<Viewer>;
  readonly catalogue: Catalogue;
  readonly store: SegmentStore;
  readonly downloads: Downloads;
  readonly peers: ReadonlyMap<string, Peer>;
  readonly origin: Origin;
  readonly ownHash: number;
  uplinkBytesPerMs(): number | null;
  toldUplink(streamKey: string): number;
  meshState(): Mesh;
  /** Null where nobody can be met. */
  mesh(): Pick<MeshMembership, 'settledMs' | 'otherCount'> | null;
  onActive(streamKeys: readonly string[]): void;
  /** Which segments we would fetch for all. */
  onWindow(streamKey: string, wanted: WantedWindow | null): void;
  /** A transfer began: neighbours should know. */
  onTransfer(): void;
  /** A transfer that brought nothing was ended. */
  onSilence(): void;
};

type Planned = { readonly segment: Segment; readonly sizeBytes: number | null };

/** Looks, plans, acts. */
export class PlanRunner {
  readonly #options: PlanRunnerOptions;
  #missing = new Map<string, Missing>();
  #rare: readonly Want[] = [];
  #nextRareMs = 0;
  #starvingSinceMs: number | null = null;

  constructor(options: PlanRunnerOptions) {
    this.#options = options;
  }

  /** @returns when to look again if nothing happens, in milliseconds; null if nothing is wanted. */
  run(): number | null {
    const { clock, config, audiences, catalogue, store, downloads, origin, ownHash } = this.#options;
    const nowMs = clock.nowMs();
    const isStored = ({ streamKey, id }: Segment) => store.has(streamKey, id);
    const wants = [...deriveWants(audiences, catalogue, { config, isStored }), ...this.#rareWants(nowMs)];
    this.#noteWants(wants, nowMs);
    this.#options.onActive(activeStreams(audiences));
    for (const [streamKey, wanted] of originWindows(audiences, catalogue, config)) {
      this.#options.onWindow(streamKey, wanted);
    }
    cancelUnwanted(downloads, this.#missing);
    if (wants.length === 0) return null;
    const isStarving = isAnyoneStarving(audiences);
    if (!isStarving) this.#starvingSinceMs = null;
    else this.#starvingSinceMs ??= nowMs;
    const snapshot = buildSnapshot(wants, {
      nowMs,
      peers: [...this.#options.peers.values()],
      peerByKey: this.#options.peers,
      downloads,
      catalogue,
      origin,
      ownHash,
      uplinkBytesPerMs: this.#options.uplinkBytesPerMs(),
      toldUplink: this.#options.toldUplink,
      mesh: this.#options.meshState(),
      settledMs: this.#options.mesh()?.settledMs() ?? 0,
      otherCount: this.#options.mesh()?.otherCount() ?? null,
      isStarving,
      starvedMs: nowMs - (this.#starvingSinceMs ?? nowMs),
      isStarting: isStarving && wants.every((want) => !want.isDemanded || !this.#followsStored(want.segment)),
      missing: this.#missing,
    });
    this.#noteHolders(snapshot);
    const first = snapshot.wanted[0];
    if (first !== undefined) origin.setAskingShare(askingShare(snapshot, first));
    const segments = new Map(
      wants.map(({ key, segment }, i) => [key, { segment, sizeBytes: snapshot.wanted[i]?.sizeBytes ?? null }]),
    );
    const { actions, againMs } = plan(snapshot, config);
    for (const action of actions) this.#act(action, segments);
    return Math.min(againMs, wants.some(({ isDemanded }) => isDemanded) ? WAITING_TICK_MS : TICK_MS);
  }

  #act(action: Action, segments: ReadonlyMap<string, Planned>): void {
    const { downloads, peers } = this.#options;
    if (action.kind === 'shorten' || action.kind === 'cancel') {
      const transfer = downloads.transfer(action.transferId);
      if (transfer === null) return;
      if (action.kind === 'shorten') {
        downloads.shorten(transfer, action);
        return;
      }
      downloads.cancel(transfer);
      const passOverMs = action.isPeerSilent ? PASS_OVER_MS : RELIEVED_MS;
      if (transfer.from !== null) transfer.assembly.passOver(transfer.from, this.#options.clock.nowMs() + passOverMs);
      const peer = action.isPeerSilent && transfer.from !== null ? peers.get(transfer.from) : undefined;
      if (peer !== undefined) this.#strike(peer);
      this.#options.onSilence();
      return;
    }
    const planned = segments.get(action.key);
    if (planned === undefined) return;
    const assembly = downloads.open(planned.segment);
    if (assembly.isVerifying) return;
    if (assembly.sizeBytes === null && planned.sizeBytes !== null) {
      assembly.isSizeClaimed = assembly.settleSize(planned.sizeBytes);
    }
    if (action.kind === 'fetch') downloads.askOrigin(assembly, action.range, action);
    else {
      const peer = peers.get(action.peerId);
      if (peer !== undefined) downloads.request(assembly, peer, action.range);
    }
    this.#options.onTransfer();
  }

  /** Found anew from time to time: to look through a long film costs. */
  #rareWants(nowMs: number): readonly Want[] {
    if (nowMs >= this.#nextRareMs) {
      this.#nextRareMs = nowMs + RARE_INTERVAL_MS;
      const { audiences, catalogue, config, store, peers } = this.#options;
      this.#rare = findRare(audiences, { catalogue, config, store, peers: [...peers.values()] });
    }
    return this.#rare.filter(({ segment }) => !this.#options.store.has(segment.streamKey, segment.id));
  }

  #followsStored({ streamKey, id }: Segment): boolean {
    return this.#options.store.has(streamKey, id - 1);
  }

  /** A peer that lets requests pass in silence, again and again, is of no use. */
  #strike(peer: Peer): void {
    peer.silenceCount++;
    peer.markBusy(this.#options.clock.nowMs());
    if (peer.silenceCount >= MAX_SILENCES) peer.session.close('no answer');
  }

  #noteWants(wants: readonly Want[], nowMs: number): void {
    const missing = new Map<string, Missing>();
    for (const assembly of this.#options.downloads.assemblies) assembly.isDemanded = false;
    for (const { key, isDemanded } of wants) {
      missing.set(key, this.#missing.get(key) ?? { sinceMs: nowMs, firstHolderId: null });
      const assembly = isDemanded ? this.#options.downloads.get(key) : null;
      if (assembly !== null) assembly.isDemanded = true;
    }
    this.#missing = missing;
  }

  #noteHolders({ wanted, peers }: Snapshot): void {
    for (const { key, holders } of wanted) {
      const missing = this.#missing.get(key);
      const [first] = holders;
      if (missing === undefined || first?.ranges !== null || holders.length > 1) continue;
      missing.firstHolderId ??= peers[first.peer]?.id ?? null;
    }
  }
}
