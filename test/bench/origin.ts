import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import type { Film } from './films.ts';
import { listLiveSegments, writeLivePlaylist } from './live-playlist.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mp4': 'video/mp4',
  '.ts': 'video/mp2t',
  '.json': 'application/json',
  '.js': 'text/javascript',
  '.html': 'text/html; charset=utf-8',
};

/** Small enough that a limit feels even, large enough to cost nothing. */
const PIECE_BYTES = 16 * 1024;

const TICK_MS = 10;

/**
 * What may be made up for at once. A server of its own machine sends while viewers compute; this one shares theirs, and
 * wakes late: what its line would have carried meanwhile is not lost.
 */
const BURST_MS = 250;

export type Origin = {
  readonly url: string;
  /** Bytes of segments and init sections that left since the last `reset`. */
  mediaBytes(): number;
  /** For the whole origin, all viewers together; null for no limit. Forgets what was counted, starts a live anew. */
  reset(film: Film, limitBitsPerSecond: number | null): Promise<void>;
  close(): Promise<void>;
};

type Transfer = { readonly body: Buffer; readonly response: ServerResponse; offset: number };

/** Serves the viewers' page and one film; counts every byte of media where it leaves. */
export async function startOrigin(pages: ReadonlyMap<string, string | Uint8Array>): Promise<Origin> {
  let film: Film | null = null;
  let liveSegments: readonly string[] = [];
  let liveStartMs = 0;
  let mediaBytes = 0;
  let bytesPerMs = Number.POSITIVE_INFINITY;
  let creditedMs = performance.now();
  let credit = 0;
  const files = new Map<string, Buffer>();
  const transfers = new Set<Transfer>();

  /** Writes one piece; the transfer is over when it returns false. */
  const writePiece = (transfer: Transfer): boolean => {
    const { body, response } = transfer;
    if (response.destroyed) return false;
    const piece = body.subarray(transfer.offset, transfer.offset + PIECE_BYTES);
    transfer.offset += piece.length;
    mediaBytes += piece.length;
    credit -= piece.length;
    response.write(piece);
    if (transfer.offset < body.length) return true;
    response.end();
    return false;
  };
  /** Every waiting response gets a piece in turn, as connections share a line. */
  const serve = () => {
    while (credit > 0) {
      let isIdle = true;
      for (const transfer of [...transfers]) {
        if (credit <= 0) return;
        if (transfer.response.writableNeedDrain) continue;
        isIdle = false;
        if (!writePiece(transfer)) transfers.delete(transfer);
        // Whoever was served goes to the end of the queue.
        else if (transfers.delete(transfer)) transfers.add(transfer);
      }
      if (isIdle) return;
    }
  };
  const ticker = setInterval(() => {
    const nowMs = performance.now();
    credit = Math.min(credit + (nowMs - creditedMs) * bytesPerMs, BURST_MS * bytesPerMs);
    creditedMs = nowMs;
    serve();
    // A line that had nothing to carry has nothing to make up for.
    if (transfers.size === 0) credit = Math.min(credit, TICK_MS * bytesPerMs);
  }, TICK_MS);

  const sendMedia = (request: IncomingMessage, response: ServerResponse, file: Buffer) => {
    const range = parseRange(request.headers.range, file.length);
    const body = range === null ? file : file.subarray(range.start, range.end);
    const headers = { 'content-length': body.length, 'accept-ranges': 'bytes', 'cache-control': 'no-store' };
    if (range === null) response.writeHead(200, headers);
    else {
      const contentRange = `bytes ${range.start}-${range.end - 1}/${file.length}`;
      response.writeHead(206, { ...headers, 'content-range': contentRange });
    }
    const transfer = { body, response, offset: 0 };
    transfers.add(transfer);
    response.on('drain', serve);
    response.on('close', () => transfers.delete(transfer));
    serve();
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://origin').pathname;
    response.setHeader('content-type', TYPES[extname(path)] ?? 'text/html; charset=utf-8');
    response.setHeader('access-control-allow-origin', '*');
    const page = pages.get(path === '/' ? 'index.html' : path.slice(1));
    if (page !== undefined) {
      response.end(page);
      return;
    }
    if (film?.name === 'live' && path === '/film/0.m3u8') {
      const elapsedSeconds = (performance.now() - liveStartMs) / 1000;
      response.setHeader('cache-control', 'no-store');
      response.end(writeLivePlaylist(liveSegments, film.segmentSeconds, elapsedSeconds));
      return;
    }
    const name = basename(path);
    if (film === null || !path.startsWith('/film/')) {
      response.writeHead(404).end();
      return;
    }
    const file = files.get(name) ?? (await readFile(join(film.folder, name)).catch(() => null));
    if (file === null) {
      response.writeHead(404).end();
      return;
    }
    files.set(name, file);
    if (name.endsWith('.mp4') || name.endsWith('.ts')) sendMedia(request, response, file);
    else response.end(file);
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mediaBytes: () => mediaBytes,
    async reset(next, limitBitsPerSecond) {
      film = next;
      files.clear();
      liveSegments = next.name === 'live' ? await listLiveSegments(next.folder) : [];
      liveStartMs = performance.now();
      bytesPerMs = limitBitsPerSecond === null ? Number.POSITIVE_INFINITY : limitBitsPerSecond / 8000;
      credit = TICK_MS * bytesPerMs;
      mediaBytes = 0;
    },
    async close() {
      clearInterval(ticker);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parseRange(header: string | undefined, sizeBytes: number): { start: number; end: number } | null {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  if (match === null) return null;
  const end = match[2] === '' ? sizeBytes : Math.min(Number(match[2]) + 1, sizeBytes);
  return { start: Math.min(Number(match[1]), end), end };
}
