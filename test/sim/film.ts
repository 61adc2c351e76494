import { toHex, toUtf8 } from '../../src/base/bytes.ts';
import type { Manifest, MediaPlaylist, Segment, Stream } from '../../src/media/segment.ts';
import type { HlsMedia } from '../../src/media/video.ts';
import { PHANTOM_DIGEST, phantomOf } from '../support/phantom-bytes.ts';
import type { OriginFile } from '../support/simulated-http.ts';

const BASE_URL = 'https://origin.test/film';
const FILM_URL = `${BASE_URL}/0.mp4`;
const PLAYLIST_URL = `${BASE_URL}/0.m3u8`;
const HASHES_URL = `${BASE_URL}/segments-sha256.json`;
/** Of a live: what its playlist still lists. */
const LIVE_WINDOW_SECONDS = 60;
/** A live segment is published this long after its last picture. */
const LIVE_ENCODE_MS = 500;
const LIVE_START_SEQUENCE = 100;
const FILM_FILE = 1;
const LIVE_FILES = 1000;
const STREAM_KEY = 'main-0';

export type FilmOptions = {
  readonly kind: 'film' | 'live';
  readonly bitrateBitsPerSecond: number;
  readonly segmentSeconds: number;
  /** Of a film; a live goes on. */
  readonly durationSeconds: number;
};

/** One rendition as an origin has it. Sizes differ from segment to segment, as real ones do. */
export interface SimulatedFilm {
  readonly isLive: boolean;
  readonly media: HlsMedia;
  readonly manifest: Manifest;
  readonly segmentSeconds: number;
  readonly streamKey: string;
  /** Bytes of all segments of a film; of a live those of its first `durationSeconds`. */
  readonly sizeBytes: number;
  /** What the playlist lists at this moment. */
  playlistAt(nowMs: number): MediaPlaylist;
  /** The moment that a camera sees now, on the film's time line. */
  edgeSecondsAt(nowMs: number): number;
  /** Where the segment's bytes are in the origin's files. */
  truthOf(segmentId: number): { readonly file: number; readonly start: number; readonly end: number };
  /** What the origin answers with at this moment. */
  find(url: string, nowMs: number): OriginFile | null;
}

export function createFilm(options: FilmOptions): Promise<SimulatedFilm> {
  return options.kind === 'live' ? createLive(options) : createFinishedFilm(options);
}

/** One file, each segment a range of it. */
async function createFinishedFilm(options: FilmOptions): Promise<SimulatedFilm> {
  const count = Math.ceil(options.durationSeconds / options.segmentSeconds);
  const starts = [0];
  for (let id = 0; id < count; id++) starts.push(starts[id]! + sizeOf(options, id));
  const truthOf = (id: number) => ({ file: FILM_FILE, start: starts[id]!, end: starts[id + 1]! });
  const segments = Array.from({ length: count }, (_, id): Segment => {
    const { start, end } = truthOf(id);
    return { ...segmentOf(options, id), url: FILM_URL, range: { start, end } };
  });
  const hashes: Record<string, string> = {};
  for (const { range } of segments) {
    if (range !== null) hashes[`${range.start}-${range.end - 1}`] = await hashOf(FILM_FILE, range.start, range.end);
  }
  const texts = new Map([
    [HASHES_URL, toUtf8(JSON.stringify({ [nameOf(FILM_URL)]: hashes }))],
    [PLAYLIST_URL, dummyPlaylist(count)],
  ]);
  return {
    ...described(options),
    isLive: false,
    sizeBytes: starts[count]!,
    truthOf,
    edgeSecondsAt: () => options.durationSeconds,
    playlistAt: () => ({ streamKey: STREAM_KEY, url: PLAYLIST_URL, isLive: false, segments }),
    find(url) {
      if (url === FILM_URL) return { kind: 'media', file: FILM_FILE, sizeBytes: starts[count]! };
      const bytes = texts.get(url);
      return bytes ? { kind: 'text', bytes } : null;
    },
  };
}

/** A file a segment, in a window that slides. It began a window before time zero. */
async function createLive(options: FilmOptions): Promise<SimulatedFilm> {
  const listed = Math.ceil(LIVE_WINDOW_SECONDS / options.segmentSeconds);
  const count = Math.ceil(options.durationSeconds / options.segmentSeconds);
  const segmentAt = (id: number): Segment => ({ ...segmentOf(options, id), url: liveUrl(id), range: null });
  const truthOf = (id: number) => ({ file: LIVE_FILES + id, start: 0, end: sizeOf(options, id) });
  /** The newest segment that is published, by its media sequence number. */
  const newestAt = (nowMs: number) =>
    LIVE_START_SEQUENCE + Math.floor((nowMs - LIVE_ENCODE_MS) / 1000 / options.segmentSeconds) - 1;
  const hashes = new Map<number, string>();
  for (let id = LIVE_START_SEQUENCE - listed - 2; id < LIVE_START_SEQUENCE + count + listed; id++) {
    hashes.set(id, await hashOf(LIVE_FILES + id, 0, sizeOf(options, id)));
  }
  const windowAt = (nowMs: number) => Array.from({ length: listed }, (_, i) => newestAt(nowMs) - listed + 1 + i);
  let sizeBytes = 0;
  for (let id = 0; id < count; id++) sizeBytes += sizeOf(options, LIVE_START_SEQUENCE + id);
  return {
    ...described(options),
    isLive: true,
    sizeBytes,
    truthOf,
    edgeSecondsAt: (nowMs) => LIVE_START_SEQUENCE * options.segmentSeconds + nowMs / 1000,
    playlistAt: (nowMs) => ({
      streamKey: STREAM_KEY,
      url: PLAYLIST_URL,
      isLive: true,
      segments: windowAt(nowMs).map(segmentAt),
    }),
    find(url, nowMs) {
      if (url === PLAYLIST_URL) return { kind: 'text', bytes: dummyPlaylist(listed) };
      if (url === HASHES_URL) {
        const entries = windowAt(nowMs).map((id) => [nameOf(liveUrl(id)), hashes.get(id)]);
        return { kind: 'text', bytes: toUtf8(JSON.stringify(Object.fromEntries(entries))) };
      }
      const id = Number(/-(\d+)\.ts$/.exec(url)?.[1] ?? Number.NaN);
      if (Number.isNaN(id) || id > newestAt(nowMs)) return null;
      return { kind: 'media', file: LIVE_FILES + id, sizeBytes: sizeOf(options, id) };
    },
  };
}

function sizeOf(options: FilmOptions, id: number): number {
  const meanBytes = (options.bitrateBitsPerSecond / 8) * options.segmentSeconds;
  return Math.round(meanBytes * (0.8 + (0.4 * ((id * 7919 + 13) % 101)) / 100));
}

function segmentOf(options: FilmOptions, id: number) {
  const durationSeconds = options.segmentSeconds;
  return { streamKey: STREAM_KEY, id, startSeconds: id * durationSeconds, durationSeconds };
}

function described(options: FilmOptions) {
  const url = `${BASE_URL}/master.m3u8`;
  return {
    segmentSeconds: options.segmentSeconds,
    streamKey: STREAM_KEY,
    media: { kind: 'hls', url, hashesUrl: HASHES_URL, mirrorUrls: [] },
    manifest: { url, streams: [streamOf(options)] },
  } as const;
}

const liveUrl = (id: number) => `${BASE_URL}/0-${id}.ts`;

const nameOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

/** Read by nobody: simulated players ask the film itself. Its weight is what counts. */
function dummyPlaylist(segmentCount: number): Uint8Array {
  return toUtf8('#EXTM3U\n'.padEnd(80 * segmentCount, '#'));
}

async function hashOf(file: number, start: number, end: number): Promise<string> {
  return toHex(await PHANTOM_DIGEST.digest('sha256', phantomOf(file, start, end)));
}

function streamOf(options: FilmOptions): Stream {
  return {
    key: STREAM_KEY,
    kind: 'main',
    index: 0,
    playlistUrl: PLAYLIST_URL,
    bitrateBitsPerSecond: options.bitrateBitsPerSecond,
    widthPx: 1280,
    heightPx: 720,
    frameRate: 25,
    videoCodec: 'avc1.64001f',
    audioCodec: 'mp4a.40.2',
    language: null,
    name: null,
    channels: null,
    videoRange: null,
  };
}
