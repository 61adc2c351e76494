import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILMS_FOLDER } from '../catalogue/film.ts';
import { shiftTimestamps } from './mpeg-ts.ts';

const SEGMENT_SECONDS = 4;
/** Audio segments end on a frame of their own and may be a little longer. */
const TARGET_SECONDS = 4;
/** How many segments a playlist shows, and how many more stay fetchable behind it. */
const WINDOW = 15;
const KEPT_BEHIND = 5;
/** A live that has just started can be watched at once. */
const SEGMENTS_AT_START = 3;
/** The audio's playlist, then the renditions from low to high. */
const STREAMS = [0, 1, 2] as const;

export type LiveState = 'waiting' | 'streaming' | 'ended';

type Segment = { readonly number: number; readonly name: string; readonly bytes: Buffer; readonly seconds: number };
type LoopPart = { readonly bytes: Buffer; readonly seconds: number };

/**
 * A live made of a few committed MPEG-TS segments that go round and round, with timestamps that keep growing, as an
 * encoder's do. Sliding window, separate audio and file names are PeerTube's.
 */
export function createLive(folder: string) {
  const loop = readLoop(join(FILMS_FOLDER, folder));
  const listeners = new Set<() => void>();
  let current: LiveState = 'waiting';
  let startedAtMs = 0;
  let produced = 0;
  let isStalled = false;
  let isPermanent = true;
  let timer: NodeJS.Timeout | null = null;
  let segments: Segment[][] = STREAMS.map(() => []);
  let hashes: Record<string, string> = {};

  function change(state: LiveState): void {
    current = state;
    for (const listener of [...listeners]) listener();
  }

  function produce(): void {
    for (const stream of STREAMS) {
      const source = loop[stream]!;
      const round = Math.floor(produced / source.length);
      const part = source[produced % source.length]!;
      const bytes = shiftTimestamps(part.bytes, round * source.length * SEGMENT_SECONDS);
      const name = `${stream}-${String(produced).padStart(6, '0')}.ts`;
      segments[stream]!.push({ number: produced, name, bytes, seconds: part.seconds });
      if (segments[stream]!.length > WINDOW + KEPT_BEHIND) segments[stream]!.shift();
      hashes[name] = createHash('sha256').update(bytes).digest('hex');
    }
    produced += 1;
  }

  function stopTimer(): void {
    if (timer) clearInterval(timer);
    timer = null;
  }

  return {
    renditions: STREAMS.length - 1,
    state: () => current,
    /** Begins a new session; segments are numbered from nought again, at the same addresses. */
    start(): void {
      if (current === 'streaming') return;
      segments = STREAMS.map(() => []);
      hashes = {};
      produced = 0;
      isStalled = false;
      startedAtMs = Date.now() - SEGMENTS_AT_START * SEGMENT_SECONDS * 1_000;
      for (let i = 0; i < SEGMENTS_AT_START; i++) produce();
      stopTimer();
      timer = setInterval(() => {
        if (!isStalled) produce();
      }, SEGMENT_SECONDS * 1_000);
      change('streaming');
    },
    /** Ends the session: its playlists get their end mark, and the live waits to come back unless it is over for good. */
    stop(options: { forGood?: boolean } = {}): void {
      stopTimer();
      isPermanent = options.forGood !== true;
      change(isPermanent ? 'waiting' : 'ended');
    },
    /** The encoder hangs: playlists stay up and do not grow. */
    setStalled(isNowStalled: boolean): void {
      isStalled = isNowStalled;
    },
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** A playlist, a segment or the hash list by its file name; null where there is none. */
    read(name: string): Buffer | null {
      if (produced === 0) return null;
      if (name === 'master.m3u8') return Buffer.from(createMaster());
      if (name === 'segments-sha256.json') return Buffer.from(JSON.stringify(hashes));
      const playlist = /^([012])\.m3u8$/.exec(name);
      if (playlist) return Buffer.from(createPlaylist(Number(playlist[1])));
      return segments.flat().find((segment) => segment.name === name)?.bytes ?? null;
    },
    close: stopTimer,
  };

  function createPlaylist(stream: number): string {
    const shown = segments[stream]!.slice(-WINDOW);
    const lines = ['#EXTM3U', '#EXT-X-VERSION:6', `#EXT-X-TARGETDURATION:${TARGET_SECONDS}`];
    lines.push(`#EXT-X-MEDIA-SEQUENCE:${shown[0]?.number ?? 0}`);
    if (stream > 0) lines.push('#EXT-X-INDEPENDENT-SEGMENTS');
    for (const segment of shown) {
      const date = new Date(startedAtMs + segment.number * SEGMENT_SECONDS * 1_000).toISOString();
      lines.push(`#EXTINF:${segment.seconds.toFixed(6)},`, `#EXT-X-PROGRAM-DATE-TIME:${date.replace('Z', '+0000')}`);
      lines.push(segment.name);
    }
    if (current !== 'streaming') lines.push('#EXT-X-ENDLIST');
    return `${lines.join('\n')}\n`;
  }
}

function createMaster(): string {
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="group_Audio",NAME="audio_0",DEFAULT=YES,URI="0.m3u8"',
    '#EXT-X-STREAM-INF:BANDWIDTH=360000,RESOLUTION=426x240,CODECS="avc1.640015,mp4a.40.2",AUDIO="group_Audio"',
    '1.m3u8',
    '',
    '#EXT-X-STREAM-INF:BANDWIDTH=860000,RESOLUTION=854x480,CODECS="avc1.64001e,mp4a.40.2",AUDIO="group_Audio"',
    '2.m3u8',
    '',
  ].join('\n');
}

/** The committed segments of each stream, in order, with the durations that their encoder wrote down. */
function readLoop(folder: string): LoopPart[][] {
  return STREAMS.map((stream) => {
    const playlist = join(folder, `${stream}.m3u8`);
    if (!existsSync(playlist)) return [];
    const entries = readFileSync(playlist, 'utf8').matchAll(/#EXTINF:([\d.]+),\n(.+)/g);
    return [...entries].flatMap(([, seconds, name]) => {
      const path = join(folder, name!);
      return existsSync(path) ? [{ bytes: readFileSync(path), seconds: Number(seconds) }] : [];
    });
  });
}
