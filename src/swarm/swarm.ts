import { PlayerError } from '../base/errors.ts';
import type { Http } from '../base/http.ts';
import type { Ports } from '../base/ports.ts';
import type { Playhead } from '../media/playhead.ts';
import type { Manifest } from '../media/segment.ts';
import type { HlsMedia, Sharing } from '../media/video.ts';
import type { Discovery } from '../wire/discovery.ts';
import { nameSwarms } from '../wire/swarm-id.ts';
import { DEFAULT_SWARM_CONFIG, type SwarmConfig } from './config.ts';
import { type Counters, createCounters, subtractCounters } from './counters.ts';
import { type Audience, FilmSwarm } from './film-swarm.ts';
import { anySignal } from './http-supply.ts';
import type { Verifier } from './integrity.ts';
import { Loads } from './loads.ts';
import { loadFromOrigin } from './resource.ts';
import type { OpenArchive } from './segment-archive.ts';
import type { AllocateBytes } from './segment-buffer.ts';
import type { Loaded, LoadRequest, SegmentSupply, SupplyStats } from './supply.ts';

const RESOURCE_ATTEMPTS = 3;

export type SwarmOptions = {
  readonly ports: Ports;
  /** Asks the film's servers. */
  readonly http: Http;
  readonly media: HlsMedia;
  readonly sharing: Sharing;
  /** Null where there is nobody to meet. */
  readonly discovery: Discovery | null;
  /** Null where nobody publishes hashes: see `SwarmConfig.unhashed`. */
  readonly verifier: Verifier | null;
  readonly config?: Partial<SwarmConfig>;
  readonly isSharingAtStart: boolean;
  /** Players of one film share an engine only where this is equal too: how it connects, and to whom. */
  readonly shareKey?: string;
  /** Memory for segments; simulations give bytes that have a length only. */
  readonly allocateBytes?: AllocateBytes;
  /** Where segments go that memory has no room for; they are dropped without it. */
  readonly openArchive?: OpenArchive;
};

/** Segments of one film from peers and servers. The discovery it was given is destroyed with it. */
export function createSwarm(options: SwarmOptions): SegmentSupply {
  const film = createFilmSwarm(options);
  return new SwarmSupply(film, options, () => {
    film.destroy();
    options.discovery?.destroy();
  });
}

/** What the players of one film share. */
export function createFilmSwarm(options: SwarmOptions): FilmSwarm {
  return new FilmSwarm({
    ports: options.ports,
    http: options.http,
    mirrorUrls: options.media.mirrorUrls,
    discovery: options.sharing.kind === 'none' ? null : options.discovery,
    verifier: options.verifier,
    config: { ...DEFAULT_SWARM_CONFIG, ...options.config },
    ...(options.allocateBytes === undefined ? {} : { allocateBytes: options.allocateBytes }),
    ...(options.openArchive === undefined ? {} : { openArchive: options.openArchive }),
  });
}

/** One player's side of a film's swarm. */
export class SwarmSupply implements SegmentSupply {
  readonly on: SegmentSupply['on'];
  readonly #film: FilmSwarm;
  readonly #options: SwarmOptions;
  readonly #audience: Audience & { playhead: Playhead | null };
  #finalCounters: Counters | null = null;
  readonly #onDestroyed: () => void;
  readonly #life = new AbortController();
  readonly #off = new AbortController();

  /** @param onDestroyed called once, when this player is gone. */
  constructor(film: FilmSwarm, options: SwarmOptions, onDestroyed: () => void) {
    this.#film = film;
    this.#onDestroyed = onDestroyed;
    this.#options = options;
    // Its listeners go with it, while the film may live on.
    this.on = (name, listener, wishes) => {
      const off = film.events.on(name, listener, { signal: this.#off.signal });
      if (wishes?.signal?.aborted) off();
      wishes?.signal?.addEventListener('abort', off, { once: true });
      return off;
    };
    const loads = new Loads(options.ports.clock, () => film.replan(false));
    this.#audience = {
      playhead: null,
      loads,
      demanded: loads.demanded,
      mayShare: options.isSharingAtStart,
      countsFrom: film.audiences.size === 0 ? { ...film.counters } : null,
    };
    film.audiences.add(this.#audience);
    film.refreshSharing();
  }

  setManifest(manifest: Manifest): void {
    if (this.#life.signal.aborted) return;
    this.#film.catalogue.setManifest(manifest);
    void this.#nameSwarms(manifest);
  }

  setPlaylist: SegmentSupply['setPlaylist'] = (playlist) => {
    if (this.#life.signal.aborted) return;
    this.#film.catalogue.setPlaylist(playlist);
    this.#film.replan(false);
  };

  setPlayhead(playhead: Playhead): void {
    if (this.#life.signal.aborted) return;
    const previous = this.#audience.playhead;
    this.#audience.playhead = playhead;
    // The buffer grows and shrinks in small steps; a jump is news.
    const isJump = previous === null || Math.abs(playhead.positionSeconds - previous.positionSeconds) > 2;
    this.#film.replan(isJump);
  }

  async load(request: LoadRequest): Promise<Loaded> {
    request.signal.throwIfAborted();
    this.#life.signal.throwIfAborted();
    const { target } = request;
    if (target.kind === 'resource') return this.#loadResource(target, request);
    const segment = this.#film.catalogue.segment(target.streamKey, target.id);
    if (segment === null) {
      throw new PlayerError('unknown-segment', `No playlist lists segment ${target.id} of ${target.streamKey}.`);
    }
    this.#film.verifier?.prepare?.();
    const { loads } = this.#audience;
    const loaded = loads.add(segment, request);
    const stored = this.#film.store.get(target.streamKey, target.id);
    if (stored !== null) loads.settle(stored, null);
    else if (this.#film.store.has(target.streamKey, target.id)) void this.#recall(target.streamKey, target.id);
    else this.#film.replan(true);
    return loaded;
  }

  holderCount(streamKey: string, segmentId: number): number {
    return this.#film.holderCount(streamKey, segmentId);
  }

  async #recall(streamKey: string, id: number): Promise<void> {
    const stored = await this.#film.store.recall(streamKey, id);
    if (stored !== null) this.#audience.loads.settle(stored, null);
    else this.#film.replan(true);
  }

  setSharing(isOn: boolean): void {
    if (this.#life.signal.aborted) return;
    this.#audience.mayShare = isOn;
    this.#film.refreshSharing();
  }

  /** What players have together, the oldest alone counts: so their numbers can be added up. */
  stats(): SupplyStats {
    return { ...this.#film.stats(), ...(this.#finalCounters ?? this.#countOwn()) };
  }

  destroy(): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort(new PlayerError('destroyed', 'The supply was destroyed.'));
    this.#finalCounters = this.#countOwn();
    this.#audience.loads.failAll();
    this.#film.leave(this.#audience);
    this.#off.abort();
    this.#onDestroyed();
    this.#film.replan(false);
  }

  #countOwn(): Counters {
    const { countsFrom } = this.#audience;
    return countsFrom === null ? createCounters() : subtractCounters(this.#film.counters, countsFrom);
  }

  async #loadResource(target: Extract<LoadRequest['target'], { kind: 'resource' }>, request: LoadRequest) {
    const either = anySignal(request.signal, this.#life.signal);
    const { counters, events, origin } = this.#film;
    try {
      return await loadFromOrigin(origin, this.#options.ports.clock, {
        url: target.url,
        range: target.range,
        // The first bytes of a media file are in its mirrors too; a playlist is not.
        mirrors: target.range !== null && this.#film.catalogue.hasMedia(target.url) ? 'fallback' : 'none',
        attempts: RESOURCE_ATTEMPTS,
        request: { ...request, signal: either.signal },
        onBytes: (bytes) => {
          counters.httpBytes += bytes;
          events.emit('bytesReceived', { from: 'http', bytes, peerId: null, streamKey: null, segmentId: null });
        },
        onWaste: (bytes) => {
          counters.wastedBytes += bytes;
        },
      });
    } finally {
      either.release();
    }
  }

  async #nameSwarms(manifest: Manifest): Promise<void> {
    const { sharing, media, ports } = this.#options;
    if (sharing.kind === 'none' || this.#film.mesh === null) return;
    const swarms = await nameSwarms({ manifest, playlistUrl: media.url, sharing, digest: ports.digest }).catch(
      (error: unknown) => {
        ports.log.note('warn', 'The swarms of this film could not be named.', { error: String(error) });
        return null;
      },
    );
    if (swarms === null || this.#life.signal.aborted) return;
    const infoHashes = new Map<string, string>();
    for (const [key, { swarm }] of swarms) if (swarm !== null) infoHashes.set(key, swarm.infoHash);
    this.#film.mesh.setInfoHashes(infoHashes);
    this.#film.replan(false);
  }
}
