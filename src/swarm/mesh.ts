import type { Clock } from '../base/clock.ts';
import { countOthers, type Discovery, type Membership, type TrackerState } from '../wire/discovery.ts';
import type { Link } from '../wire/link.ts';
import type { SwarmConfig } from './config.ts';
import { Introductions } from './introductions.ts';
import type { Peer } from './peer.ts';
import type { Mesh } from './snapshot.ts';

/** With so many neighbours a mesh is a mesh, even if more are on their way. */
const ENOUGH_PEERS = 6;
/**
 * A viewer who has just come waits for his first picture, and connections cost his page as much time as that: they are
 * begun while the first segment is on its way, or has come.
 */
const JOIN_DELAY_MS = 200;
/** So long after the last neighbour came, and after the first, viewers who start together have heard of one another. */
const SETTLE_MS = 600;
const MAX_SETTLE_MS = 1200;

export type MeshOptions = {
  readonly discovery: Discovery;
  readonly clock: Clock;
  readonly config: SwarmConfig;
  onLink(link: Link, streamKey: string): void;
  onTracker(status: { url: string; state: TrackerState; viewerCount: number | null }): void;
  readonly peers: ReadonlyMap<string, Peer>;
  isBanned(peerId: string): boolean;
};

type Joined = { readonly infoHash: string; readonly membership: Membership; viewers: Map<string, number | null> };

/** Our memberships: the swarms of the streams in use, joined and left as playback switches. */
export class MeshMembership {
  readonly #options: MeshOptions;
  readonly #infoHashes = new Map<string, string>();
  readonly #joined = new Map<string, Joined>();
  #active: readonly string[] = [];
  #isOn = false;
  #joinedMs: number | null = null;
  #metFirstMs: number | null = null;
  #metLastMs = 0;
  #heldUntilMs: number | null = null;
  #cancelHold: (() => void) | null = null;

  readonly introductions: Introductions;

  constructor(options: MeshOptions) {
    this.#options = options;
    this.introductions = new Introductions({
      clock: options.clock,
      get ownPeerId() {
        return options.discovery.peerId;
      },
      peers: () => options.peers.values(),
      isBanned: options.isBanned,
      membership: () => [...this.#joined.values()][0]?.membership ?? null,
    });
  }

  /** @param infoHashes by stream; streams that have none are not shared. */
  setInfoHashes(infoHashes: ReadonlyMap<string, string>): void {
    for (const [streamKey, infoHash] of infoHashes) this.#infoHashes.set(streamKey, infoHash);
    this.#update();
  }

  setActive(streamKeys: readonly string[]): void {
    const isSame = streamKeys.length === this.#active.length && streamKeys.every((key, i) => key === this.#active[i]);
    if (isSame) return;
    this.#active = [...streamKeys];
    this.#update();
  }

  setOn(isOn: boolean): void {
    if (this.#isOn === isOn) return;
    this.#isOn = isOn;
    this.#update();
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  greet(peer: Peer): void {
    this.#metLastMs = this.#options.clock.nowMs();
    this.#metFirstMs ??= this.#metLastMs;
    this.#refreshWants();
    this.introductions.greet(peer);
  }

  handleLeave(): void {
    this.#refreshWants();
    this.introductions.touch();
  }

  /** Tells discovery how many more would be welcome. */
  #refreshWants(): void {
    const count = Math.max(0, this.#options.config.maxPeers - this.#options.peers.size);
    for (const { membership } of this.#joined.values()) membership.wantPeers(count);
  }

  state(): Mesh {
    if (this.#cancelHold !== null) return 'forming';
    if (!this.#isOn || this.#joined.size === 0) return 'off';
    const peerCount = this.#options.peers.size;
    const sinceMs = this.#options.clock.nowMs() - (this.#joinedMs ?? 0);
    const known = this.otherCount();
    const { formingMs } = this.#options.config;
    // Others are there, and connections take longer where processors have much to do.
    const patienceMs = peerCount === 0 && known !== null ? 2 * formingMs : formingMs;
    if (sinceMs < patienceMs && peerCount < Math.min(known ?? ENOUGH_PEERS, ENOUGH_PEERS)) return 'forming';
    return peerCount > 0 ? 'open' : 'alone';
  }

  /** How long neighbours have known of one another; 0 while they still come one after the other, or before any came. */
  settledMs(): number {
    if (this.#metFirstMs === null) return 0;
    const settledAtMs = Math.min(this.#metLastMs + SETTLE_MS, this.#metFirstMs + MAX_SETTLE_MS);
    return Math.max(0, this.#options.clock.nowMs() - settledAtMs);
  }

  /** In the largest of our swarms; null before a tracker has said. */
  otherCount(): number | null {
    return countOthers([...this.#joined.values()].flatMap(({ viewers }) => [...viewers.values()]));
  }

  destroy(): void {
    this.#isOn = false;
    this.#update();
    this.#infoHashes.clear();
    this.introductions.destroy();
  }

  #update(): void {
    const wanted = new Map<string, string>();
    if (this.#isOn) {
      for (const key of this.#active) {
        const infoHash = this.#infoHashes.get(key);
        if (infoHash !== undefined) wanted.set(key, infoHash);
      }
    }
    for (const [key, { infoHash, membership }] of [...this.#joined]) {
      if (wanted.get(key) === infoHash) continue;
      this.#joined.delete(key);
      membership.leave();
    }
    if (this.#holdBack(wanted.size)) return;
    for (const [key, infoHash] of wanted) if (!this.#joined.has(key)) this.#join(key, infoHash);
    this.#refreshWants();
  }

  /** @returns whether it is too early to join; if so, this comes back in time. */
  #holdBack(wantedCount: number): boolean {
    this.#cancelHold?.();
    this.#cancelHold = null;
    if (wantedCount === 0) return false;
    const { clock } = this.#options;
    this.#heldUntilMs ??= clock.nowMs() + JOIN_DELAY_MS;
    const restMs = this.#heldUntilMs - clock.nowMs();
    if (restMs <= 0) return false;
    this.#cancelHold = clock.schedule(restMs, () => {
      this.#cancelHold = null;
      this.#update();
    });
    return true;
  }

  #join(streamKey: string, infoHash: string): void {
    const viewers = new Map<string, number | null>();
    this.#joinedMs ??= this.#options.clock.nowMs();
    const membership = this.#options.discovery.join(infoHash, {
      onLink: (link) => this.#options.onLink(link, streamKey),
      onTracker: (status) => {
        viewers.set(status.url, status.viewerCount);
        this.#options.onTracker(status);
      },
    });
    this.#joined.set(streamKey, { infoHash, membership, viewers });
  }
}
