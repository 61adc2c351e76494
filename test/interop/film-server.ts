import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const STREAMS = fileURLToPath(new URL('../fixtures/streams/', import.meta.url));
/** Segments of one round of the film `ts/72`. */
const ROUND = 6;
const PACKET_BYTES = 188;

export type FilmServer = {
  readonly origin: string;
  /** The master playlist of one rendition. */
  readonly url: string;
  /** Bytes of segments that were sent so far. */
  mediaBytes(): number;
  /** Paths of segments that were asked for, in order. */
  readonly requests: string[];
  close(): Promise<void>;
};

export type FilmOptions = {
  readonly segments: number;
  /** Each segment is filled up with null packets of MPEG-TS, which players skip. */
  readonly segmentBytes: number;
  /** Pages and scripts to serve beside it. */
  readonly files?: ReadonlyMap<string, string | Uint8Array>;
};

/** A plain web server with a film of two seconds a segment, readable from every origin, as a CDN is. */
export async function serveFilm(options: FilmOptions): Promise<FilmServer> {
  const segments = await Promise.all(Array.from({ length: ROUND }, (_, i) => readSegment(i, options.segmentBytes)));
  const requests: string[] = [];
  let mediaBytes = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://film');
    const id = /^\/film\/(\d+)\.mpegts$/.exec(pathname)?.[1];
    if (id !== undefined) {
      requests.push(pathname);
      mediaBytes += options.segmentBytes;
      send(response, 'video/mp2t', segments[Number(id) % ROUND] as Uint8Array);
    } else if (pathname === '/film/master.m3u8') send(response, 'application/vnd.apple.mpegurl', master(options));
    else if (pathname === '/film/72.m3u8') send(response, 'application/vnd.apple.mpegurl', playlist(options.segments));
    else {
      const file = options.files?.get(pathname === '/' ? 'index.html' : pathname.slice(1));
      if (file === undefined) response.writeHead(404).end();
      else send(response, pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8', file);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/film/master.m3u8`,
    mediaBytes: () => mediaBytes,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
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

async function readSegment(index: number, sizeBytes: number): Promise<Uint8Array> {
  const segment = await readFile(`${STREAMS}ts/72-${index}.mpegts`);
  const filled = new Uint8Array(sizeBytes - (sizeBytes % PACKET_BYTES));
  // Sync byte, packet id 0x1fff, payload only: what multiplexers fill constant bitrates up with.
  for (let at = 0; at < filled.length; at += PACKET_BYTES) filled.set([0x47, 0x1f, 0xff, 0x10, index, at >> 8], at);
  filled.set(segment);
  return filled;
}

function master({ segmentBytes }: FilmOptions): string {
  const bandwidth = segmentBytes * 4;
  const attributes = `BANDWIDTH=${bandwidth},RESOLUTION=128x72,FRAME-RATE=12.000,CODECS="avc1.4d400a,mp4a.40.2"`;
  return `#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-STREAM-INF:${attributes}\n72.m3u8\n`;
}

function playlist(segments: number): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:6', '#EXT-X-TARGETDURATION:2', '#EXT-X-PLAYLIST-TYPE:VOD'];
  for (let id = 0; id < segments; id++) {
    if (id > 0 && id % ROUND === 0) lines.push('#EXT-X-DISCONTINUITY');
    lines.push('#EXTINF:2.0,', `${id}.mpegts`);
  }
  return [...lines, '#EXT-X-ENDLIST', ''].join('\n');
}
