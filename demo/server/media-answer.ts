import type { ServerResponse } from 'node:http';
import type { Controls } from './controls.ts';
import type { Counters } from './counters.ts';
import { type Exchange, sendEmpty, sendProblem } from './exchange.ts';
import type { createThrottle } from './throttle.ts';

const CHUNK_BYTES = 16_384;

const TYPES: Record<string, string> = {
  m3u8: 'application/vnd.apple.mpegurl',
  mp4: 'video/mp4',
  ts: 'video/mp2t',
  json: 'application/json; charset=UTF-8',
  vtt: 'text/vtt; charset=UTF-8',
  jpg: 'image/jpeg',
};

export type MediaLine = {
  readonly controls: Controls;
  readonly counters: Counters;
  readonly throttle: ReturnType<typeof createThrottle>;
};

/**
 * Answers with a file, or with one range of it, as fast and as well as the controls allow.
 * Several ranges in one request get the whole file, as PeerTube's server does.
 */
export async function answerMedia(exchange: Exchange, bytes: Buffer, line: MediaLine): Promise<void> {
  const { request, response, url } = exchange;
  const { controls, counters } = line;
  const count = counters.begin(url.pathname, request.headers.range ?? null);
  if (controls.values.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, controls.values.latencyMs));
  const failure = controls.values.failureStatus;
  if (failure !== null) {
    count.answer(failure);
    sendProblem(exchange, { status: failure, detail: 'The demo was asked to fail.' });
    return;
  }
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Cache-Control', 'public, max-age=0');
  response.setHeader('ETag', `W/"${bytes.length.toString(16)}"`);
  const range = parseRange(request.headers.range, bytes.length);
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${bytes.length}`);
    count.answer(416);
    sendProblem(exchange, { status: 416, detail: 'Range Not Satisfiable' });
    return;
  }
  const body = range === null ? bytes : bytes.subarray(range.start, range.end);
  response.statusCode = range === null ? 200 : 206;
  if (range !== null) response.setHeader('Content-Range', `bytes ${range.start}-${range.end - 1}/${bytes.length}`);
  response.setHeader('Content-Type', typeOf(url.pathname));
  response.setHeader('Content-Length', body.length);
  count.answer(response.statusCode);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await writeBody(exchange, body, { ...line, sent: count.sent });
}

async function writeBody(
  exchange: Exchange,
  body: Buffer,
  line: MediaLine & { sent: (bytes: number) => void },
): Promise<void> {
  const { response } = exchange;
  const isOpen = (): boolean => !response.destroyed && !response.writableEnded;
  for (let start = 0; start < body.length && isOpen(); start += CHUNK_BYTES) {
    if (line.controls.values.isStalling && start >= body.length / 2) await untilMoving(exchange, line.controls);
    const chunk = body.subarray(start, start + CHUNK_BYTES);
    await line.throttle.take(chunk.length);
    if (!isOpen()) return;
    const hasRoom = response.write(chunk);
    line.sent(chunk.length);
    if (!hasRoom) await untilDrained(response);
  }
  if (isOpen()) response.end();
}

function untilDrained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

/** Waits until the stall is over or the viewer has hung up. */
function untilMoving(exchange: Exchange, controls: Controls): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      off();
      exchange.response.off('close', done);
      resolve();
    };
    const off = controls.onChange(() => {
      if (!controls.values.isStalling) done();
    });
    exchange.response.once('close', done);
  });
}

/** A half-open range; null for the whole file. */
export function parseRange(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') {
    const suffix = Number(match[2]);
    return suffix === 0 ? 'unsatisfiable' : { start: Math.max(0, size - suffix), end: size };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? size : Math.min(size, Number(match[2]) + 1);
  if (start >= size) return 'unsatisfiable';
  return end <= start ? null : { start, end };
}

function typeOf(path: string): string {
  return TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}

/** Express's `cors()`: anyone may ask; a preflight gets back what it asked for. */
export function allowEveryone(exchange: Exchange, options: { isApi: boolean }): 'answered' | 'go on' {
  const { request, response } = exchange;
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('X-Frame-Options', 'DENY');
  if (options.isApi) {
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  }
  if (request.method !== 'OPTIONS') return 'go on';
  response.setHeader('Access-Control-Allow-Methods', 'GET,HEAD,PUT,PATCH,POST,DELETE');
  response.setHeader('Vary', 'Access-Control-Request-Headers');
  const wanted = request.headers['access-control-request-headers'];
  if (wanted) response.setHeader('Access-Control-Allow-Headers', wanted);
  sendEmpty(exchange, 204);
  return 'answered';
}

/** nginx in front of a real instance: public files allow these headers only, and expose none. */
export function allowAsNginx(exchange: Exchange): 'answered' | 'go on' {
  const { request, response } = exchange;
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (request.method !== 'OPTIONS') return 'go on';
  response.setHeader('Access-Control-Allow-Methods', 'GET, OPTIONS');
  response.setHeader(
    'Access-Control-Allow-Headers',
    'Range,DNT,X-CustomHeader,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type',
  );
  sendEmpty(exchange, 204);
  return 'answered';
}
