import type { Core, CoreConfig, Segment as CoreSegment } from 'p2p-media-loader-core';
import { createEmitter, type Emitter } from '../../base/emitter.ts';
import { PlayerError } from '../../base/errors.ts';
import type { Playhead } from '../../media/playhead.ts';
import { type Manifest, type MediaPlaylist, type Segment, type Stream, segmentKey } from '../../media/segment.ts';
import type { SupplyParts } from '../../player/supply-parts.ts';
import type {
  Loaded,
  LoadRequest,
  SegmentSupply,
  SupplyContext,
  SupplyEvents,
  SupplyStats,
} from '../../swarm/supply.ts';
import { CoreMeter } from './core-meter.ts';
import { createSegmentCheck } from './segment-check.ts';

export type CoreModule = typeof import('p2p-media-loader-core');

export type CoreSupplyOptions = {
  readonly module: CoreModule;
  readonly config: Partial<CoreConfig>;
  readonly context: SupplyContext;
  readonly parts: SupplyParts;
};

/** One p2p-media-loader core behind the port that all engines share. */
export class CoreSupply implements SegmentSupply {
  readonly on: SegmentSupply['on'];
  readonly #options: CoreSupplyOptions;
  readonly #events: Emitter<SupplyEvents>;
  readonly #core: Core;
  readonly #meter: CoreMeter;
  readonly #life = new AbortController();
  readonly #playlists = new Map<string, MediaPlaylist>();
  /** The core serves one request a kind of stream; the next waits for it. */
  readonly #turns = { main: Promise.resolve(), secondary: Promise.resolve() };
  #streams = new Map<string, Stream>();
  #shareable: Promise<ReadonlySet<string>> = Promise.resolve(new Set<string>());
  #isSharing: boolean;

  constructor(options: CoreSupplyOptions) {
    this.#options = options;
    const { context, module, parts } = options;
    const { log } = context.ports;
    this.#events = createEmitter((error) => log.note('warn', 'A listener threw.', { error: String(error) }));
    this.on = this.#events.on;
    this.#isSharing = context.isSharingAtStart && context.sharing.kind !== 'none';
    const check = createSegmentCheck(parts.verifier, (url, range) => this.#findByPlace(url, range));
    this.#core = new module.Core(coreConfig(options, this.#isSharing, check));
    this.#meter = new CoreMeter({
      core: this.#core,
      events: this.#events,
      clock: context.ports.clock,
      trackerUrls: context.sharing.kind === 'none' ? [] : context.sharing.trackerUrls,
    });
    parts.plain.on('bytesReceived', (event) => this.#events.emit('bytesReceived', event));
  }

  setManifest(manifest: Manifest): void {
    this.#options.parts.plain.setManifest(manifest);
    this.#core.setManifestResponseUrl(manifest.url);
    this.#shareable = this.#options.parts.findShareable(manifest);
    this.#streams = new Map(manifest.streams.map((stream) => [stream.key, stream]));
    for (const stream of manifest.streams) {
      const index = this.#options.module.generateStreamShortId(describe(stream));
      this.#core.addStreamIfNoneExists({ runtimeId: stream.key, type: stream.kind, index });
    }
  }

  setPlaylist(playlist: MediaPlaylist): void {
    this.#options.parts.plain.setPlaylist(playlist);
    this.#playlists.set(playlist.streamKey, playlist);
    this.#core.setIsLive(playlist.isLive);
    const known = this.#core.getStream(playlist.streamKey)?.segments;
    if (known === undefined) return;
    const added = playlist.segments.filter((segment) => !known.has(segmentKey(segment)));
    const listed = new Set(playlist.segments.map(segmentKey));
    const removed = [...known.keys()].filter((key) => !listed.has(key));
    if (added.length > 0 || removed.length > 0) {
      this.#core.updateStream(playlist.streamKey, added.map(toCoreSegment), removed);
    }
  }

  setPlayhead(playhead: Playhead): void {
    this.#core.updatePlayback(playhead.positionSeconds, playhead.isPaused ? 0 : playhead.rate);
    const main = playhead.activeStreams.find((key) => this.#streams.get(key)?.kind === 'main');
    const bitrate = main === undefined ? 0 : (this.#streams.get(main)?.bitrateBitsPerSecond ?? 0);
    if (bitrate > 0) this.#core.setActiveLevelBitrate(bitrate);
  }

  async load(request: LoadRequest): Promise<Loaded> {
    request.signal.throwIfAborted();
    this.#life.signal.throwIfAborted();
    const { target } = request;
    const { plain } = this.#options.parts;
    if (target.kind === 'resource') return plain.load(request);
    const stream = this.#streams.get(target.streamKey);
    const mayShare = this.#isSharing && (await this.#shareable).has(target.streamKey);
    const key = segmentKey({ streamKey: target.streamKey, id: target.id });
    if (stream === undefined || !mayShare || !this.#core.hasSegment(key)) return plain.load(request);
    try {
      return await this.#takeTurn(stream.kind, request, () => this.#loadFromCore(key, request));
    } catch (error) {
      request.signal.throwIfAborted();
      this.#life.signal.throwIfAborted();
      this.#options.context.ports.log.note('warn', 'p2p-media-loader gave up; the server is asked.', { key, error });
      return plain.load(request);
    }
  }

  async #takeTurn<Value>(kind: 'main' | 'secondary', request: LoadRequest, task: () => Promise<Value>): Promise<Value> {
    const before = this.#turns[kind];
    let finish: () => void = () => undefined;
    this.#turns[kind] = new Promise((resolve) => {
      finish = resolve;
    });
    try {
      await before;
      request.signal.throwIfAborted();
      return await task();
    } finally {
      finish();
    }
  }

  #loadFromCore(key: string, request: LoadRequest): Promise<Loaded> {
    const { clock } = this.#options.context.ports;
    const askedMs = clock.nowMs();
    const segment = this.#findByKey(key);
    const wasHere = this.#meter.isStored(key);
    const stop = AbortSignal.any([request.signal as DomSignal, this.#life.signal]);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#core.abortSegmentLoading(key);
        reject(stop.reason);
      };
      stop.addEventListener('abort', onAbort, { once: true });
      const settle = () => stop.removeEventListener('abort', onAbort);
      const onSuccess = ({ data }: { data: ArrayBuffer }) => {
        settle();
        if (stop.aborted) return;
        // The core keeps this very buffer for its peers; hls.js's worker would take it away.
        const bytes = new Uint8Array(data.slice(0));
        const { source, startMs, firstByteMs, endMs } = this.#meter.describe(key, { askedMs, wasHere });
        request.onProgress?.(bytes.length, bytes.length);
        resolve({ bytes, url: segment?.url ?? '', timing: { startMs, firstByteMs, endMs }, source });
      };
      const onError = (error: unknown) => {
        settle();
        reject(error);
      };
      this.#core.loadSegment(key, { onSuccess, onError }).catch(onError);
    });
  }

  setSharing(isOn: boolean): void {
    const isSharing = isOn && this.#options.context.sharing.kind !== 'none';
    if (isSharing === this.#isSharing || this.#life.signal.aborted) return;
    this.#isSharing = isSharing;
    this.#core.applyDynamicConfig({ isP2PDisabled: !isSharing });
    if (!isSharing) this.#meter.forgetPeers();
    this.#events.emit('sharingChanged', { isSharing });
  }

  stats(): SupplyStats {
    const plain = this.#options.parts.plain.stats();
    const core = this.#meter.stats();
    return {
      ...core,
      httpBytes: plain.httpBytes + core.httpBytes,
      wastedBytes: plain.wastedBytes + core.wastedBytes,
      isSharing: this.#isSharing,
      isVerified: core.peerBytes === 0 ? null : this.#options.parts.verifier !== null,
    };
  }

  destroy(): void {
    if (this.#life.signal.aborted) return;
    this.#isSharing = false;
    this.#life.abort(new PlayerError('destroyed', 'The supply was destroyed.'));
    this.#core.destroy();
    this.#meter.destroy();
    this.#options.parts.plain.destroy();
    this.#events.clear();
  }

  #findByKey(key: string): Segment | null {
    for (const playlist of this.#playlists.values()) {
      const segment = playlist.segments.find((each) => segmentKey(each) === key);
      if (segment !== undefined) return segment;
    }
    return null;
  }

  /** The core names segments by address and inclusive range. */
  #findByPlace(url: string, range: { start: number; end: number } | undefined): Segment | null {
    for (const playlist of this.#playlists.values()) {
      const segment = playlist.segments.find((each) => each.url === url && each.range?.start === range?.start);
      if (segment !== undefined) return segment;
    }
    return null;
  }
}

/** The web's own signal, which `AbortSignal.any` wants; the ports' is its smaller image. */
type DomSignal = AbortSignal;

function coreConfig(
  { config, context }: CoreSupplyOptions,
  isSharing: boolean,
  check: CoreConfig['validateP2PSegment'],
): CoreConfig {
  const { sharing } = context;
  const stun = sharing.kind === 'none' ? [] : sharing.stunUrls.map((urls) => ({ urls }));
  const iceServers = context.iceServers.length > 0 ? context.iceServers : stun;
  return {
    ...config,
    isP2PDisabled: !isSharing,
    announceTrackers: sharing.kind === 'none' ? [] : [...sharing.trackerUrls],
    rtcConfig: {
      ...config.rtcConfig,
      iceServers: iceServers.map((server) => ({ ...server, urls: [server.urls].flat() })),
      ...(context.isRelayOnly ? { iceTransportPolicy: 'relay' as const } : {}),
    },
    ...(sharing.kind === 'open' && sharing.swarmId !== null ? { swarmId: sharing.swarmId } : {}),
    ...(check === undefined ? {} : { validateP2PSegment: check, validateHTTPSegment: check }),
  };
}

/** As p2p-media-loader-hlsjs describes a stream, so that both find the same swarm. */
function describe(stream: Stream) {
  const { kind } = stream;
  if (kind === 'secondary') {
    const { audioCodec: codecs, language, channels, name } = stream;
    return { bitrate: 0, codecs, language, channels, name };
  }
  const { bitrateBitsPerSecond: bitrate, videoCodec: codecs, widthPx: width, heightPx: height } = stream;
  const { frameRate, videoRange } = stream;
  return bitrate === 0 ? { bitrate } : { bitrate, codecs, width, height, frameRate, videoRange };
}

function toCoreSegment(segment: Segment): CoreSegment {
  const { range, startSeconds } = segment;
  return {
    runtimeId: segmentKey(segment),
    externalId: segment.id,
    url: segment.url,
    ...(range === null ? {} : { byteRange: { start: range.start, end: range.end - 1 } }),
    startTime: startSeconds,
    endTime: startSeconds + segment.durationSeconds,
  };
}
