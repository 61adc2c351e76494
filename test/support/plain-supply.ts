import { concatBytes } from '../../src/base/bytes.ts';
import type { Clock } from '../../src/base/clock.ts';
import { createEmitter } from '../../src/base/emitter.ts';
import { PlayerError } from '../../src/base/errors.ts';
import type { Http } from '../../src/base/http.ts';
import type { Playhead } from '../../src/media/playhead.ts';
import type { Manifest, MediaPlaylist, Segment } from '../../src/media/segment.ts';
import type { Loaded, LoadRequest, LoadSource, SegmentSupply, SupplyEvents } from '../../src/swarm/supply.ts';

export type PlainSupplyLog = {
  manifest: Manifest | null;
  readonly playlists: Map<string, MediaPlaylist>;
  readonly playheads: Playhead[];
  /** In order: `main-0/3` for segments, the address for everything else. */
  readonly loads: string[];
};

/** The simplest supply that works: every load is one HTTP request. Tests look at what it was told and asked for. */
export function createPlainSupply(options: { http: Http; clock: Clock; source?: LoadSource }): SegmentSupply & {
  readonly log: PlainSupplyLog;
} {
  const { http, clock } = options;
  const events = createEmitter<SupplyEvents>();
  const log: PlainSupplyLog = { manifest: null, playlists: new Map(), playheads: [], loads: [] };
  const life = new AbortController();
  let httpBytes = 0;

  const find = (streamKey: string, id: number): Segment => {
    const segment = log.playlists.get(streamKey)?.segments.find((each) => each.id === id);
    if (segment !== undefined) return segment;
    throw new PlayerError('unknown-segment', `${streamKey} has no segment ${id}.`);
  };

  async function load({ target, signal, onProgress }: LoadRequest): Promise<Loaded> {
    const isSegment = target.kind === 'segment';
    log.loads.push(isSegment ? `${target.streamKey}/${target.id}` : target.url);
    const { url, range } = isSegment ? find(target.streamKey, target.id) : target;
    const startMs = clock.nowMs();
    const either = AbortSignal.any([signal, life.signal]);
    const response = await http.request({ url, signal: either, ...(range === null ? {} : { range }) });
    if (response.status >= 400) {
      throw new PlayerError('http-status', `HTTP ${response.status}`, { context: { status: response.status } });
    }
    const firstByteMs = clock.nowMs();
    const parts: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const part of response.body) {
      either.throwIfAborted();
      parts.push(part);
      sizeBytes += part.length;
      httpBytes += part.length;
      const ids = isSegment
        ? { streamKey: target.streamKey, segmentId: target.id }
        : { streamKey: null, segmentId: null };
      events.emit('bytesReceived', { from: 'http', bytes: part.length, peerId: null, ...ids });
      onProgress?.(sizeBytes, range === null ? null : range.end - range.start);
    }
    const timing = { startMs, firstByteMs, endMs: clock.nowMs() };
    return { bytes: concatBytes(parts), url: response.url, timing, source: options.source ?? 'http' };
  }

  return {
    log,
    on: events.on,
    setManifest: (manifest) => {
      log.manifest = manifest;
    },
    setPlaylist: (playlist) => log.playlists.set(playlist.streamKey, playlist),
    setPlayhead: (playhead) => log.playheads.push(playhead),
    load,
    setSharing: () => undefined,
    stats: () => ({
      httpBytes,
      peerBytes: 0,
      uploadedBytes: 0,
      wastedBytes: 0,
      storedBytes: 0,
      isSharing: false,
      peers: [],
      trackers: [],
      isVerified: null,
    }),
    destroy: () => life.abort(new PlayerError('destroyed', 'The supply was destroyed.')),
  };
}
