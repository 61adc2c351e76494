import { createHash } from 'node:crypto';
import type { Clock } from '../../src/base/clock.ts';
import type { Digest } from '../../src/base/digest.ts';
import { createEmitter } from '../../src/base/emitter.ts';
import type { Http, HttpRequest, HttpResponse } from '../../src/base/http.ts';
import { SILENT_LOG } from '../../src/base/log.ts';
import type { Ports } from '../../src/base/ports.ts';
import { createSeededRandom } from '../../src/base/random.ts';
import { createMemoryStorage } from '../../src/base/storage.ts';
import { IDLE_PLAYHEAD, type Playhead } from '../../src/media/playhead.ts';
import type { Manifest, MediaPlaylist, Segment } from '../../src/media/segment.ts';
import type { SwarmConfig } from '../../src/swarm/config.ts';
import { createListVerifier } from '../../src/swarm/integrity.ts';
import type { Loaded, SegmentSupply } from '../../src/swarm/supply.ts';
import { createSwarm, type SwarmOptions } from '../../src/swarm/swarm.ts';
import type { Discovery, DiscoveryHandlers } from '../../src/wire/discovery.ts';
import type { Link, LinkEvents } from '../../src/wire/link.ts';
import { createVirtualTime, type VirtualTime } from './virtual-clock.ts';

export const FILM_URL = 'https://tube.test/film/master.m3u8';
const HASHES_URL = 'https://tube.test/film/segments-sha256.json';
export const FILE_URL = 'https://tube.test/film/film-480-fragmented.mp4';
const LATENCY_MS = 20;
const CHUNK_BYTES = 16_384;

export const NODE_DIGEST: Digest = {
  digest: async (algorithm, data) => new Uint8Array(createHash(algorithm).update(data).digest()),
};

/** What goes wrong with a request: a status, silence after so many bytes, other bytes. */
export type Mishap = {
  readonly status?: number;
  readonly stallAfterBytes?: number;
  readonly breakAfterBytes?: number;
  readonly isWrong?: boolean;
};

export type Film = {
  readonly manifest: Manifest;
  readonly playlist: MediaPlaylist;
  readonly file: Uint8Array;
  readonly hashes: string;
  bytesOf(id: number): Uint8Array;
};

/** A film of real bytes: segments of slightly different sizes in one file. */
export function createFilm(options: { segments: number; segmentBytes: number }): Film {
  const random = createSeededRandom(7);
  const segments: Segment[] = [];
  let offset = 1000;
  for (let id = 0; id < options.segments; id++) {
    const end = offset + options.segmentBytes + (id % 7) * 111;
    segments.push({
      streamKey: 'main-0',
      id,
      url: FILE_URL,
      range: { start: offset, end },
      startSeconds: 4 * id,
      durationSeconds: 4,
    });
    offset = end;
  }
  const file = new Uint8Array(offset);
  for (let i = 0; i < offset; i += 4) {
    const value = Math.floor(random.unit() * 0x1_0000_0000);
    for (let j = 0; j < 4 && i + j < offset; j++) file[i + j] = (value >>> (8 * j)) & 255;
  }
  const bytesOf = (id: number) => file.slice(segments[id]!.range!.start, segments[id]!.range!.end);
  const entries = segments.map(({ id, range }) => [
    `${range!.start}-${range!.end - 1}`,
    createHash('sha256').update(bytesOf(id)).digest('hex'),
  ]);
  return {
    manifest: { url: FILM_URL, streams: [STREAM] },
    playlist: { streamKey: 'main-0', url: STREAM.playlistUrl, isLive: false, segments },
    file,
    hashes: JSON.stringify({ 'film-480-fragmented.mp4': Object.fromEntries(entries) }),
    bytesOf,
  };
}

const STREAM = {
  key: 'main-0',
  kind: 'main',
  index: 0,
  playlistUrl: 'https://tube.test/film/480.m3u8',
  bitrateBitsPerSecond: 400_000,
  widthPx: 854,
  heightPx: 480,
  frameRate: 25,
  videoCodec: 'avc1.640015',
  audioCodec: 'mp4a.40.2',
  language: null,
  name: null,
  channels: null,
  videoRange: null,
} as const;

export type StageViewer = {
  readonly supply: SegmentSupply;
  readonly peerId: string;
  load(id: number, signal?: AbortSignal): Promise<Loaded>;
  /** Plays the film from `position`, second by second, asking for segments as hls.js does; stops when told to. */
  watch(fromSeconds?: number): void;
  readonly playhead: Playhead;
  readonly stalledMs: number;
  /** Ids of segments that were handed over with other bytes than the film's. */
  readonly wrong: number[];
  readonly played: Set<number>;
  readonly errors: string[];
  leave(): void;
};

export type StageOptions = {
  readonly film: Film;
  readonly isVerified?: boolean;
  /** Folders that hold the film's file too; whatever asks them is among the origin's requests. */
  readonly mirrorUrls?: readonly string[];
  /** Of each connection to the origin. */
  readonly originBytesPerMs?: number;
  readonly peerBytesPerMs?: number;
  mishap?(request: HttpRequest, count: number): Mishap | null;
};

export type Stage = {
  readonly time: VirtualTime;
  readonly origin: { mediaBytes: number; readonly requests: HttpRequest[] };
  addViewer(options?: ViewerOptions): StageViewer;
  /** Joins the film's swarm as somebody of whom we hold the other end. */
  addStranger(peerId: string, onLink: (link: Link) => void): void;
  run(ms: number): Promise<void>;
};

export type ViewerOptions = {
  readonly config?: Partial<SwarmConfig>;
  readonly isSharing?: boolean;
  readonly peerId?: string;
  /** Another way to make its supply. */
  readonly create?: (options: SwarmOptions) => SegmentSupply;
  /** Changes what this viewer sends. */
  readonly tamper?: (message: Uint8Array) => Uint8Array;
};

/** A few viewers, one origin and links between all of them, in virtual time and with real bytes. */
export function createStage(options: StageOptions): Stage {
  const time = createVirtualTime();
  const members: Member[] = [];
  const origin = { mediaBytes: 0, requests: [] as HttpRequest[] };
  let machine = 0;

  const join = (member: Member) => {
    for (const other of members) {
      time.at(0, time.nowMs() + 100, () => {
        if (member.isGone || other.isGone || member.banned.has(other.peerId) || other.banned.has(member.peerId)) return;
        const [near, far] = createPair(time, member, { other, bytesPerMs: options.peerBytesPerMs ?? 2000 });
        time.at(member.machine, time.nowMs(), () => member.handlers.onLink(near));
        time.at(other.machine, time.nowMs(), () => other.handlers.onLink(far));
      });
    }
    members.push(member);
  };

  return {
    time,
    origin,
    run: (ms) => time.runUntil(time.nowMs() + ms),
    addStranger(peerId, onLink) {
      join({ peerId, machine: ++machine, handlers: { onLink }, isGone: false, banned: new Set(), tamper: (m) => m });
    },
    addViewer(viewerOptions = {}) {
      const id = ++machine;
      return createViewer({
        options,
        viewerOptions,
        time,
        machine: id,
        join,
        http: createHttp(options, time, origin, id),
      });
    },
  };
}

type Member = {
  readonly peerId: string;
  readonly machine: number;
  handlers: DiscoveryHandlers;
  isGone: boolean;
  readonly banned: Set<string>;
  readonly tamper: (message: Uint8Array) => Uint8Array;
};

type ViewerParts = {
  readonly options: StageOptions;
  readonly viewerOptions: ViewerOptions;
  readonly time: VirtualTime;
  readonly machine: number;
  readonly http: Http;
  join(member: Member): void;
};

function createViewer({ options, viewerOptions, time, machine, http, join }: ViewerParts): StageViewer {
  const { film } = options;
  const clock = time.clockOf(machine);
  const random = createSeededRandom(machine);
  const peerId = viewerOptions.peerId ?? `-FV0100-viewer${String(machine).padStart(6, '0')}`;
  const member: Member = {
    peerId,
    machine,
    handlers: { onLink: () => undefined },
    isGone: false,
    banned: new Set(),
    tamper: viewerOptions.tamper ?? ((message) => message),
  };
  const discovery: Discovery = {
    peerId,
    join(_infoHash, handlers) {
      member.handlers = handlers;
      join(member);
      // Everybody meets everybody: there is nobody left to be introduced to.
      const doNothing = () => undefined;
      return {
        wantPeers: doNothing,
        createOffer: async () => null,
        receiveOffer: doNothing,
        receiveAnswer: doNothing,
        leave: doNothing,
      };
    },
    ban: (other) => void member.banned.add(other),
    destroy: () => {
      member.isGone = true;
    },
  };
  const ports: Ports = { clock, random, http, digest: NODE_DIGEST, storage: createMemoryStorage(), log: SILENT_LOG };
  const verifier =
    options.isVerified === false
      ? null
      : createListVerifier({ url: HASHES_URL, http, digest: NODE_DIGEST, clock, log: SILENT_LOG });
  const supply = (viewerOptions.create ?? createSwarm)({
    ports,
    http,
    media: { kind: 'hls', url: FILM_URL, hashesUrl: HASHES_URL, mirrorUrls: options.mirrorUrls ?? [] },
    sharing: { kind: 'open', swarmId: null, trackerUrls: [], stunUrls: [], isOnByDefault: true },
    discovery,
    verifier,
    isSharingAtStart: viewerOptions.isSharing ?? true,
    ...(viewerOptions.config === undefined ? {} : { config: viewerOptions.config }),
  });
  supply.setManifest(film.manifest);
  supply.setPlaylist(film.playlist);
  return watchWith({ supply, peerId, clock, film, member });
}

type WatchParts = {
  readonly supply: SegmentSupply;
  readonly peerId: string;
  readonly clock: Clock;
  readonly film: Film;
  readonly member: Member;
};

function watchWith({ supply, peerId, clock, film, member }: WatchParts): StageViewer {
  const wrong: number[] = [];
  const errors: string[] = [];
  const played = new Set<number>();
  const life = new AbortController();
  let playhead: Playhead = { ...IDLE_PLAYHEAD, isPaused: false, activeStreams: ['main-0'] };
  let stalledMs = 0;
  let next = 0;
  let isLoading = false;
  const load = async (id: number, signal = life.signal) => {
    const loaded = await supply.load({ target: { kind: 'segment', streamKey: 'main-0', id }, signal });
    if (Buffer.compare(loaded.bytes, film.bytesOf(id)) !== 0) wrong.push(id);
    return loaded;
  };
  const pump = async () => {
    if (isLoading || next >= film.playlist.segments.length) return;
    if (playhead.bufferedEndSeconds - playhead.positionSeconds > 24) return;
    isLoading = true;
    const id = next;
    await load(id).then(
      () => {
        played.add(id);
        playhead = { ...playhead, bufferedEndSeconds: 4 * (id + 1) };
        next = id + 1;
      },
      (error: unknown) => errors.push(String(error)),
    );
    isLoading = false;
  };
  const tick = () => {
    if (life.signal.aborted) return;
    const room = playhead.bufferedEndSeconds - playhead.positionSeconds;
    if (room <= 0 && played.size > 0 && next < film.playlist.segments.length) stalledMs += 250;
    playhead = { ...playhead, positionSeconds: playhead.positionSeconds + Math.min(0.25, Math.max(0, room)) };
    supply.setPlayhead(playhead);
    void pump();
    clock.schedule(250, tick);
  };
  return {
    supply,
    peerId,
    load,
    wrong,
    errors,
    played,
    get playhead() {
      return playhead;
    },
    get stalledMs() {
      return stalledMs;
    },
    watch(fromSeconds = 0) {
      playhead = { ...playhead, positionSeconds: fromSeconds, bufferedEndSeconds: fromSeconds };
      next = fromSeconds / 4;
      tick();
    },
    leave() {
      life.abort('left');
      member.isGone = true;
      supply.destroy();
    },
  };
}

type End = { readonly link: Link; receive(message: Uint8Array): void; close(reason: string): void };

function createPair(time: VirtualTime, member: Member, far: { other: Member; bytesPerMs: number }): [Link, Link] {
  const ends: End[] = [];
  const createEnd = (own: Member, remote: Member, index: number): End => {
    const emitter = createEmitter<LinkEvents>();
    let isOpen = true;
    let busyUntilMs = 0;
    let bufferedBytes = 0;
    const close = (reason: string) => {
      if (!isOpen) return;
      isOpen = false;
      emitter.emit('closed', { reason });
      time.at(remote.machine, time.nowMs() + LATENCY_MS, () => ends[1 - index]?.close(reason));
    };
    const link: Link = {
      remotePeerId: remote.peerId,
      get bufferedBytes() {
        return bufferedBytes;
      },
      on: emitter.on,
      send(message) {
        if (!isOpen) return;
        const copy = own.tamper(message.slice());
        bufferedBytes += copy.length;
        busyUntilMs = Math.max(busyUntilMs, time.nowMs()) + copy.length / far.bytesPerMs;
        time.at(own.machine, busyUntilMs, () => {
          bufferedBytes -= copy.length;
          if (isOpen && bufferedBytes < 100_000) emitter.emit('drained', undefined);
        });
        time.at(remote.machine, busyUntilMs + LATENCY_MS, () => {
          if (!own.isGone) ends[1 - index]?.receive(copy);
        });
      },
      close,
    };
    return { link, receive: (message) => isOpen && emitter.emit('message', message), close };
  };
  ends.push(createEnd(member, far.other, 0), createEnd(far.other, member, 1));
  return [ends[0]!.link, ends[1]!.link];
}

function createHttp(
  options: StageOptions,
  time: VirtualTime,
  origin: { mediaBytes: number; requests: HttpRequest[] },
  machine: number,
): Http {
  const rate = options.originBytesPerMs ?? 1000;
  const wait = (ms: number, signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const cancel = time.at(machine, time.nowMs() + ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = () => {
        cancel();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  return {
    async request(request): Promise<HttpResponse> {
      origin.requests.push(request);
      const mishap = options.mishap?.(request, origin.requests.length) ?? null;
      await wait(LATENCY_MS, request.signal);
      const isList = request.url === HASHES_URL;
      const whole = isList ? new TextEncoder().encode(options.film.hashes) : options.film.file;
      const end = Math.min(request.range?.end ?? whole.length, whole.length);
      const bytes = whole.slice(request.range?.start ?? 0, end);
      if (mishap?.isWrong) bytes[bytes.length >> 1]! ^= 1;
      async function* body() {
        for (let sent = 0; sent < bytes.length; sent += CHUNK_BYTES) {
          if (mishap?.stallAfterBytes !== undefined && sent >= mishap.stallAfterBytes) await wait(1e9, request.signal);
          if (mishap?.breakAfterBytes !== undefined && sent >= mishap.breakAfterBytes) throw new Error('reset');
          const chunk = bytes.subarray(sent, sent + CHUNK_BYTES);
          await wait(chunk.length / rate, request.signal);
          if (!isList) origin.mediaBytes += chunk.length;
          yield chunk;
        }
      }
      const headers: Record<string, string> = { 'content-length': String(bytes.length) };
      const status = mishap?.status ?? (request.range === undefined ? 200 : 206);
      return { status, url: request.url, header: (name) => headers[name] ?? null, body: body() };
    },
  };
}
