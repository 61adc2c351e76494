import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const STREAMS = fileURLToPath(new URL('../fixtures/streams/', import.meta.url));
/** Segments of one round of the fixtures. */
const ROUND = 6;
export const SEGMENT_SECONDS = 2;
const PACKET_BYTES = 188;

export type FilmServer = {
  readonly origin: string;
  /** The master playlist. */
  readonly url: string;
  /** Null where it publishes none. */
  readonly hashesUrl: string | null;
  /** Segments that were asked for, in order, as `72/3`. */
  readonly requests: string[];
  /** Bytes of segments that were sent so far. */
  mediaBytes(): number;
  /** Live only: the encoder stands still, goes on, comes to its end. */
  stall(): void;
  resume(): void;
  end(): void;
  /** Live only: a new run begins, from sequence 0. */
  restart(): void;
  close(): Promise<void>;
};

export type FilmOptions = {
  /** Of a film; a live goes on until it is ended. */
  readonly segments: number | 'live';
  /** Each segment of a picture is filled up with null packets of MPEG-TS, which players skip. */
  readonly segmentBytes: number;
  /** Heights of the renditions, in the order of the master: 72 and 108 are there. 72 alone by default. */
  readonly heights?: readonly (72 | 108)[];
  /** Sound apart, as PeerTube's lives have it. */
  readonly hasSoundApart?: boolean;
  /**
   * A film publishes hashes of its segments. Without them, some of what peers send is asked of the server too, by chance.
   */
  readonly hasHashes?: boolean;
  /** Pages and scripts to serve beside it. */
  readonly files?: ReadonlyMap<string, string | Uint8Array>;
  /** The `Content-Security-Policy` of the pages. */
  readonly policy?: string;
};

/** A plain web server with a film of two seconds a segment, readable from every origin, as a CDN is. */
export async function serveFilm(options: FilmOptions): Promise<FilmServer> {
  const segments = await readSegments(options);
  const hashes = options.hasHashes === true ? JSON.stringify(listHashes(segments, Number(options.segments))) : null;
  const live = createLive();
  const requests: string[] = [];
  let mediaBytes = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://film');
    const [, name = '', id = ''] = /^\/film\/(\w+)-(\d+)\.mpegts$/.exec(pathname) ?? [];
    const list = /^\/film\/(72|108|en)\.m3u8$/.exec(pathname)?.[1];
    const segment = segments.get(name)?.[Number(id) % ROUND];
    if (segment !== undefined) {
      requests.push(`${name}/${id}`);
      mediaBytes += segment.length;
      send(response, 'video/mp2t', segment);
    } else if (pathname === '/film/master.m3u8') send(response, 'application/vnd.apple.mpegurl', master(options));
    else if (pathname === '/film/segments-sha256.json' && hashes !== null) send(response, 'application/json', hashes);
    else if (list !== undefined) {
      const window = options.segments === 'live' ? live.window() : { start: 0, end: options.segments, isOver: true };
      send(response, 'application/vnd.apple.mpegurl', playlist(list, window));
    } else {
      const file = options.files?.get(pathname === '/' ? 'index.html' : pathname.slice(1));
      if (file === undefined) response.writeHead(404).end();
      else {
        if (options.policy !== undefined) response.setHeader('content-security-policy', options.policy);
        send(response, pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8', file);
      }
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { stall, resume, end, restart } = live;
  return {
    origin,
    url: `${origin}/film/master.m3u8`,
    hashesUrl: hashes === null ? null : `${origin}/film/segments-sha256.json`,
    requests,
    mediaBytes: () => mediaBytes,
    ...{ stall, resume, end, restart },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** In PeerTube's form: a file each. */
function listHashes(segments: ReadonlyMap<string, readonly Uint8Array[]>, count: number): Record<string, string> {
  const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  return Object.fromEntries(
    [...segments].flatMap(([name, round]) =>
      Array.from({ length: count }, (_, id) => [`${name}-${id}.mpegts`, hashOf(round[id % ROUND]!)]),
    ),
  );
}

/** A window of six segments over an encoder that had sent eight when the server started. */
function createLive() {
  let sent = 8;
  let sinceMs: number | null = performance.now();
  let isOver = false;
  const end = () => sent + (sinceMs === null ? 0 : Math.floor((performance.now() - sinceMs) / 1000 / SEGMENT_SECONDS));
  const stall = () => {
    sent = end();
    sinceMs = null;
  };
  const resume = () => {
    sinceMs ??= performance.now();
  };
  return {
    window: () => ({ start: Math.max(0, end() - 6), end: end(), isOver }),
    stall,
    resume,
    end() {
      stall();
      isOver = true;
    },
    restart() {
      sent = 4;
      isOver = false;
      sinceMs = performance.now();
    },
  };
}

function send(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.writeHead(200, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
  });
  response.end(body);
}

async function readSegments(options: FilmOptions): Promise<ReadonlyMap<string, Uint8Array[]>> {
  const { heights = [72], hasSoundApart = false, segmentBytes } = options;
  const folder = hasSoundApart ? 'apart' : 'ts';
  const read = (name: string, sizeBytes: number) =>
    Promise.all(Array.from({ length: ROUND }, (_, i) => readSegment(`${folder}/${name}-${i}.mpegts`, sizeBytes)));
  const segments = new Map<string, Uint8Array[]>();
  for (const height of heights) segments.set(String(height), await read(String(height), segmentBytes));
  if (hasSoundApart) segments.set('en', await read('en', 0));
  return segments;
}

async function readSegment(path: string, sizeBytes: number): Promise<Uint8Array> {
  const segment = await readFile(`${STREAMS}${path}`);
  const filled = new Uint8Array(Math.max(segment.length, sizeBytes - (sizeBytes % PACKET_BYTES)));
  // Sync byte, packet id 0x1fff, payload only: what multiplexers fill constant bitrates up with.
  for (let at = 0; at < filled.length; at += PACKET_BYTES) filled.set([0x47, 0x1f, 0xff, 0x10, at >> 8, at >> 16], at);
  filled.set(segment);
  return filled;
}

function master({ segmentBytes, heights = [72], hasSoundApart = false }: FilmOptions): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:6'];
  if (hasSoundApart) lines.push('#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,URI="en.m3u8"');
  heights.forEach((height, i) => {
    const attributes = [
      `BANDWIDTH=${(segmentBytes * 8) / SEGMENT_SECONDS + i}`,
      `RESOLUTION=${Math.round((height * 16) / 9)}x${height}`,
      `FRAME-RATE=${height === 72 ? 12 : 24}.000`,
      'CODECS="avc1.4d400c,mp4a.40.2"',
      ...(hasSoundApart ? ['AUDIO="sound"'] : []),
    ];
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, `${height}.m3u8`);
  });
  return `${lines.join('\n')}\n`;
}

function playlist(name: string, window: { start: number; end: number; isOver: boolean }): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:6', `#EXT-X-TARGETDURATION:${SEGMENT_SECONDS}`];
  lines.push(`#EXT-X-MEDIA-SEQUENCE:${window.start}`);
  lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${Math.ceil(window.start / ROUND)}`);
  for (let id = window.start; id < window.end; id++) {
    // The tag in front of the window's first segment has left the window with the segment before.
    if (id > window.start && id % ROUND === 0) lines.push('#EXT-X-DISCONTINUITY');
    lines.push(`#EXTINF:${SEGMENT_SECONDS}.0,`, `${name}-${id}.mpegts`);
  }
  if (window.isOver) lines.push('#EXT-X-ENDLIST');
  return [...lines, ''].join('\n');
}
