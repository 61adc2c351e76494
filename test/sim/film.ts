import { toHex, toUtf8 } from '../../src/base/bytes.ts';
import type { Manifest, MediaPlaylist, Segment, Stream } from '../../src/media/segment.ts';
import type { HlsMedia } from '../../src/media/video.ts';
import { PHANTOM_DIGEST, phantomOf } from '../support/phantom-bytes.ts';
import type { OriginFile } from '../support/simulated-http.ts';

const BASE_URL = 'https://origin.test/film';
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
  find(url: string): OriginFile | null;
}

export async function createFilm(options: FilmOptions): Promise<SimulatedFilm> {
  const isLive = options.kind === 'live';
  const count = Math.ceil(options.durationSeconds / options.segmentSeconds);
  const meanBytes = (options.bitrateBitsPerSecond / 8) * options.segmentSeconds;
  const sizeOf = (id: number) => Math.round(meanBytes * (0.8 + (0.4 * ((id * 7919 + 13) % 101)) / 100));
  const starts = [0];
  for (let id = 0; id < count; id++) starts.push(starts[id]! + sizeOf(id));

  const truthOf = (id: number) =>
    isLive
      ? { file: LIVE_FILES + id, start: 0, end: sizeOf(id) }
      : { file: FILM_FILE, start: starts[id]!, end: starts[id + 1]! };

  const segmentOf = (id: number): Segment => {
    const { start, end } = truthOf(id);
    return {
      streamKey: STREAM_KEY,
      id,
      url: isLive ? `${BASE_URL}/0-${id}.ts` : `${BASE_URL}/0.mp4`,
      range: isLive ? null : { start, end },
      startSeconds: id * options.segmentSeconds,
      durationSeconds: options.segmentSeconds,
    };
  };

  const film = Array.from({ length: isLive ? 0 : count }, (_, id) => segmentOf(id));
  const hashes = isLive ? {} : await hashFilm(film);
  const texts = new Map([
    [`${BASE_URL}/hashes.json`, toUtf8(JSON.stringify(hashes))],
    // Read by nobody: players of the simulation ask the film itself. Its weight is what counts.
    [`${BASE_URL}/0.m3u8`, toUtf8('#EXTM3U\n'.padEnd(isLive ? 1200 : 60 * count, '#'))],
  ]);

  return {
    isLive,
    segmentSeconds: options.segmentSeconds,
    streamKey: STREAM_KEY,
    sizeBytes: starts[count]!,
    media: {
      kind: 'hls',
      url: `${BASE_URL}/master.m3u8`,
      hashesUrl: isLive ? null : `${BASE_URL}/hashes.json`,
      mirrorUrls: [],
    },
    manifest: { url: `${BASE_URL}/master.m3u8`, streams: [streamOf(options)] },
    truthOf,
    edgeSecondsAt: (nowMs) => LIVE_START_SEQUENCE * options.segmentSeconds + nowMs / 1000,
    playlistAt(nowMs) {
      const url = `${BASE_URL}/0.m3u8`;
      if (!isLive) return { streamKey: STREAM_KEY, url, isLive, segments: film };
      // The live began a window before time zero.
      const published = Math.floor((nowMs - LIVE_ENCODE_MS) / 1000 / options.segmentSeconds);
      const listed = Math.ceil(LIVE_WINDOW_SECONDS / options.segmentSeconds);
      const first = LIVE_START_SEQUENCE + published - listed;
      return {
        streamKey: STREAM_KEY,
        url,
        isLive,
        segments: Array.from({ length: listed }, (_, i) => segmentOf(first + i)),
      };
    },
    find(url) {
      const text = texts.get(url);
      if (text) return { kind: 'text', bytes: text };
      if (url === `${BASE_URL}/0.mp4`) return { kind: 'media', file: FILM_FILE, sizeBytes: starts[count]! };
      const id = Number(/\/0-(\d+)\.ts$/.exec(url)?.[1] ?? Number.NaN);
      return Number.isNaN(id) ? null : { kind: 'media', file: LIVE_FILES + id, sizeBytes: sizeOf(id) };
    },
  };
}

/** As PeerTube publishes them: file name, then range, then the hash. */
async function hashFilm(segments: readonly Segment[]): Promise<Record<string, Record<string, string>>> {
  const hashes: Record<string, string> = {};
  for (const { range } of segments) {
    if (range === null) continue;
    const hash = await PHANTOM_DIGEST.digest('sha256', phantomOf(FILM_FILE, range.start, range.end));
    hashes[`${range.start}-${range.end - 1}`] = toHex(hash);
  }
  return { '0.mp4': hashes };
}

function streamOf(options: FilmOptions): Stream {
  return {
    key: STREAM_KEY,
    kind: 'main',
    index: 0,
    playlistUrl: `${BASE_URL}/0.m3u8`,
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
