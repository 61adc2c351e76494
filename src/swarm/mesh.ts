import type { Clock } from '../base/clock.ts';
import type { Discovery, Membership, TrackerState } from '../wire/discovery.ts';
import type { Link } from '../wire/link.ts';
import type { SwarmConfig } from './config.ts';
import type { Mesh } from './snapshot.ts';

/** After a while alone, whoever came meanwhile is still let in; below this many viewers nobody can come. */
const LONELY_VIEWERS = 1;

export type MeshOptions = {
  readonly discovery: Discovery;
  readonly clock: Clock;
  readonly config: SwarmConfig;
  onLink(link: Link, streamKey: string): void;
  onTracker(status: { url: string; state: TrackerState; viewerCount: number | null }): void;
  peerCount(): number;
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

  constructor(options: MeshOptions) {
    this.#options = options;
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

  /** Tells discovery how many more would be welcome. */
  refreshWants(): void {
    const count = Math.max(0, this.#options.config.maxPeers - this.#options.peerCount());
    for (const { membership } of this.#joined.values()) membership.wantPeers(count);
  }

  state(): Mesh {
    if (!this.#isOn || this.#joined.size === 0) return 'off';
    if (this.#options.peerCount() > 0) return 'open';
    const sinceMs = this.#options.clock.nowMs() - (this.#joinedMs ?? 0);
    const counts = [...this.#joined.values()].flatMap(({ viewers }) => [...viewers.values()]);
    const known = counts.filter((count) => count !== null);
    if (known.length > 0 && known.every((count) => count <= LONELY_VIEWERS)) return 'alone';
    return sinceMs < this.#options.config.formingMs ? 'forming' : 'alone';
  }

  destroy(): void {
    this.#isOn = false;
    this.#update();
    this.#infoHashes.clear();
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
    for (const [key, infoHash] of wanted) if (!this.#joined.has(key)) this.#join(key, infoHash);
    this.refreshWants();
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
