import { PlayerError } from '../../src/base/errors.ts';
import type { Http, HttpRequest, HttpResponse } from '../../src/base/http.ts';
import type { Downlink, Flow, Network, Uplink } from './network.ts';
import { phantomOf } from './phantom-bytes.ts';
import type { VirtualTime } from './virtual-clock.ts';

/** A file of the origin: phantom media that is only as long as it says, or a small real text. */
export type OriginFile =
  | { readonly kind: 'media'; readonly file: number; readonly sizeBytes: number }
  | { readonly kind: 'text'; readonly bytes: Uint8Array };

export type OriginFault = 'none' | 'error' | 'unreachable' | 'stall' | 'reset';

export type Origin = {
  readonly up: Uplink;
  /** The server's own time before the first byte. */
  readonly thinkMs: number;
  /** Of one connection. */
  readonly connectionBitsPerSecond: number;
  find(url: string): OriginFile | null;
  /** What goes wrong with this request. */
  fault(request: HttpRequest): OriginFault;
  /** Bodies of media that were sent, whole or in part. */
  mediaBytes: number;
  requestCount: number;
};

export type HttpClient = {
  readonly machine: number;
  readonly down: Downlink;
  readonly rttMs: number;
};

/** A broken-off transfer breaks off, a stalled one falls silent, after this part of it. */
const FAULT_AT = 0.4;

/** One viewer's way to the origin: set-up at the first request, then a round trip, then bytes as the lines let them. */
export function createSimulatedHttp(
  world: { time: VirtualTime; network: Network },
  origin: Origin,
  client: HttpClient,
): Http {
  const { time } = world;
  let isConnected = false;

  return {
    request: (request) =>
      new Promise<HttpResponse>((resolve, reject) => {
        const signal = request.signal;
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        // TCP and TLS take one round trip each.
        const setupMs = isConnected ? 0 : 2 * client.rttMs;
        isConnected = true;
        const cancel = time.at(client.machine, time.nowMs() + setupMs + client.rttMs + origin.thinkMs, () => {
          signal?.removeEventListener('abort', onAbort);
          origin.requestCount += 1;
          const fault = origin.fault(request);
          if (fault === 'unreachable') reject(networkError(request.url));
          else resolve(answer({ ...world, origin, client, request, fault }));
        });
        const onAbort = () => {
          cancel();
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
}

type Exchange = {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly origin: Origin;
  readonly client: HttpClient;
  readonly request: HttpRequest;
  readonly fault: OriginFault;
};

function answer(exchange: Exchange): HttpResponse {
  const { origin, request } = exchange;
  const file = origin.find(request.url);
  if (file === null || exchange.fault === 'error')
    return respond(request.url, file === null ? 404 : 500, {}, emptyBody());
  const totalBytes = file.kind === 'media' ? file.sizeBytes : file.bytes.length;
  const start = request.range?.start ?? 0;
  const end = Math.min(request.range?.end ?? totalBytes, totalBytes);
  if (start >= end) return respond(request.url, 416, {}, emptyBody());
  const headers = {
    'content-length': String(end - start),
    ...(request.range && { 'content-range': `bytes ${start}-${end - 1}/${totalBytes}` }),
  };
  return respond(request.url, request.range ? 206 : 200, headers, sendBody(exchange, file, start, end));
}

function respond(
  url: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: AsyncIterable<Uint8Array>,
): HttpResponse {
  return { url, status, header: (name) => headers[name.toLowerCase()] ?? null, body };
}

function sendBody(exchange: Exchange, file: OriginFile, start: number, end: number): AsyncIterable<Uint8Array> {
  const { network, origin, client, request, fault } = exchange;
  const { signal } = request;
  const body = createBody(() => {
    network.close(flow);
    signal?.removeEventListener('abort', onAbort);
  });
  const stopAt = fault === 'stall' || fault === 'reset' ? start + Math.floor((end - start) * FAULT_AT) : end;
  let sentTo = start;
  const flow: Flow = network.createFlow({
    from: origin.up,
    to: client.down,
    fromMachine: 0,
    toMachine: client.machine,
    // The round trip was paid with the request.
    latencyMs: 0,
    bytesPerMs: origin.connectionBitsPerSecond / 8000,
    hasMore: () => sentTo < stopAt,
    take(turnBytes) {
      if (sentTo >= stopAt) return null;
      const from = sentTo;
      const to = Math.min(Math.ceil(from + turnBytes), stopAt);
      sentTo = to;
      if (file.kind === 'media') origin.mediaBytes += to - from;
      const bytes = file.kind === 'media' ? phantomOf(file.file, from, to) : file.bytes.subarray(from, to);
      const onArrived = () => {
        body.push(bytes);
        if (to < stopAt) return;
        if (fault === 'reset') body.fail(networkError(request.url));
        else if (fault !== 'stall') body.end();
      };
      return { sizeBytes: to - from, onSent: null, onArrived };
    },
  });
  const onAbort = () => body.fail(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  network.wake(flow);
  return body;
}

function networkError(url: string): PlayerError<'network'> {
  return new PlayerError('network', 'The connection to the server broke off.', { context: { url } });
}

function emptyBody(): AsyncIterable<Uint8Array> {
  const body = createBody(() => undefined);
  body.end();
  return body;
}

type Body = AsyncIterable<Uint8Array> & {
  push(bytes: Uint8Array): void;
  end(): void;
  fail(reason: unknown): void;
};

/** Chunks wait for the reader; `onEnd` once, when no more are wanted or will come. */
function createBody(onEnd: () => void): Body {
  const chunks: Uint8Array[] = [];
  let end: { readonly reason?: unknown; readonly isFailure: boolean } | null = null;
  let wake: (() => void) | null = null;

  const notify = () => {
    wake?.();
    wake = null;
  };
  const finish = (outcome: { reason?: unknown; isFailure: boolean }) => {
    if (end !== null) return;
    end = outcome;
    if (outcome.isFailure) chunks.length = 0;
    onEnd();
    notify();
  };
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    while (chunks.length === 0 && end === null) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const value = chunks.shift();
    if (value !== undefined) return { done: false, value };
    if (end?.isFailure) throw end.reason;
    return { done: true, value: undefined };
  };

  return {
    push(bytes) {
      if (end !== null) return;
      chunks.push(bytes);
      notify();
    },
    end: () => finish({ isFailure: false }),
    fail: (reason) => finish({ reason, isFailure: true }),
    [Symbol.asyncIterator]: () => ({
      next,
      return: async () => {
        finish({ isFailure: false });
        return { done: true, value: undefined };
      },
    }),
  };
}
