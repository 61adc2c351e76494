import type { Clock } from '../base/clock.ts';
import { PlayerError } from '../base/errors.ts';
import type { Http, HttpResponse } from '../base/http.ts';
import type { Random } from '../base/random.ts';
import type { ByteRange } from '../base/units.ts';
import { RateMeter } from './rate.ts';
import type { SupplyError, SupplyErrorCode } from './supply.ts';

/** A server that failed is left alone for this long, doubling up to the maximum. */
const PAUSE_MS = 2000;
const MAX_PAUSE_MS = 60_000;
/** How often a mirror of unknown speed is given a try where nothing hurries. */
const EXPLORE_CHANCE = 0.25;

export type OriginRequest = {
  readonly url: string;
  /** Half-open, in bytes of the file; null for the whole file, an end of infinity for its rest. */
  readonly range: ByteRange | null;
  /** Mirrors hold the same files; playlists and hashes come from the origin alone. */
  readonly mayUseMirrors: boolean;
  readonly isUrgent: boolean;
  /** Passes HTTP caches by. */
  readonly isReload: boolean;
  readonly signal: AbortSignal;
  /** Before the first byte. `sizeBytes`: of what was asked for; null where the server does not say. */
  onStart(info: { readonly sizeBytes: number | null; readonly url: string; readonly server: number }): void;
  /** `offset` counts from the start of the range. False ends the request: enough is here. */
  onData(offset: number, bytes: Uint8Array): boolean;
};

/** The servers of one film: the origin, number 0, and its mirrors, ranked by what they deliver. */
export interface Origin {
  /**
   * One request to one server. Resolves when everything came, or enough;
   * rejects with a `SupplyError`, or with the signal's reason. What came until then was delivered.
   */
  ask(request: OriginRequest): Promise<void>;
  /** Its bytes were wrong. */
  blame(server: number): void;
  /** Every server failed a moment ago. */
  isResting(): boolean;
  /** Of all servers together, null before the first measure. */
  bytesPerMs(): number | null;
  /** From the request to the first byte, smoothed. */
  latencyMs(): number | null;
}

export type OriginOptions = {
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly mirrorUrls: readonly string[];
  readonly firstByteTimeoutMs: number;
  readonly stallTimeoutMs: number;
};

type Server = {
  readonly folder: string | null;
  readonly rate: RateMeter;
  failures: number;
  pausedUntilMs: number;
};

export function createOrigin(options: OriginOptions): Origin {
  const { http, clock, random } = options;
  const servers: Server[] = [null, ...options.mirrorUrls].map((folder) => ({
    folder,
    rate: new RateMeter(),
    failures: 0,
    pausedUntilMs: 0,
  }));
  const total = new RateMeter();
  let latencyMs: number | null = null;

  const pause = (server: Server) => {
    server.failures++;
    server.pausedUntilMs = clock.nowMs() + Math.min(PAUSE_MS * 2 ** (server.failures - 1), MAX_PAUSE_MS);
  };

  const choose = (request: OriginRequest): number => {
    if (!request.mayUseMirrors || servers.length === 1) return 0;
    const nowMs = clock.nowMs();
    const awake = servers.map((server, i) => ({ server, i })).filter(({ server }) => server.pausedUntilMs <= nowMs);
    if (awake.length === 0) return 0;
    const unknown = awake.filter(({ server }) => server.rate.bytesPerMs(nowMs) === null);
    const isExploring = unknown.length === awake.length || (!request.isUrgent && random.unit() < EXPLORE_CHANCE);
    if (unknown.length > 0 && isExploring) return unknown[Math.floor(random.unit() * unknown.length)]?.i ?? 0;
    let best = awake[0];
    for (const one of awake) {
      if ((one.server.rate.bytesPerMs(nowMs) ?? 0) > (best?.server.rate.bytesPerMs(nowMs) ?? 0)) best = one;
    }
    return best?.i ?? 0;
  };

  const fetchFrom = async (server: Server, index: number, request: OriginRequest) => {
    const timeout = createTimeout(options, request.signal);
    const url = server.folder === null ? request.url : `${server.folder}/${fileName(request.url)}`;
    const askedMs = clock.nowMs();
    total.begin(askedMs);
    server.rate.begin(askedMs);
    try {
      const response = await http.request({
        url,
        ...(request.range === null ? {} : { range: request.range }),
        ...(request.isReload ? { cache: 'reload' as const } : {}),
        signal: timeout.signal,
      });
      const sizeBytes = checkAnswer(response, request.range);
      const onBytes = (bytes: number, isFirst: boolean) => {
        const nowMs = clock.nowMs();
        total.add(bytes, nowMs);
        server.rate.add(bytes, nowMs);
        if (isFirst) latencyMs = smooth(latencyMs, nowMs - askedMs);
        timeout.extend();
      };
      request.onStart({ sizeBytes, url: response.url || url, server: index });
      await readBody({ response, request, sizeBytes, onBytes });
      server.failures = 0;
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason;
      const reason = timeout.reason() ?? asSupplyError(error, url);
      pause(server);
      throw reason;
    } finally {
      timeout.clear();
      const endMs = clock.nowMs();
      total.end(endMs);
      server.rate.end(endMs);
    }
  };

  return {
    async ask(request) {
      request.signal.throwIfAborted();
      const index = choose(request);
      const server = servers[index];
      if (server !== undefined) await fetchFrom(server, index, request);
    },
    blame(server) {
      const one = servers[server];
      if (one !== undefined) pause(one);
    },
    isResting: () => servers.every(({ pausedUntilMs }) => pausedUntilMs > clock.nowMs()),
    bytesPerMs: () => total.bytesPerMs(clock.nowMs()),
    latencyMs: () => latencyMs,
  };
}

type Body = {
  readonly response: HttpResponse;
  readonly request: OriginRequest;
  readonly sizeBytes: number | null;
  onBytes(bytes: number, isFirst: boolean): void;
};

async function readBody({ response, request, sizeBytes, onBytes }: Body): Promise<void> {
  // A server without ranges sends the file from its first byte.
  let skipBytes = response.status === 200 ? (request.range?.start ?? 0) : 0;
  let offset = 0;
  let isFirst = true;
  for await (const chunk of response.body) {
    request.signal.throwIfAborted();
    onBytes(chunk.length, isFirst);
    isFirst = false;
    const skipped = Math.min(skipBytes, chunk.length);
    skipBytes -= skipped;
    const room = sizeBytes === null ? chunk.length : skipped + sizeBytes - offset;
    const bytes = chunk.subarray(skipped, Math.min(chunk.length, room));
    if (bytes.length > 0 && !request.onData(offset, bytes)) return;
    offset += bytes.length;
    if (sizeBytes !== null && offset >= sizeBytes) return;
  }
  if (sizeBytes !== null && offset < sizeBytes) throw supplyError('network', 'The answer ended too early.', response);
}

/** The size of what was asked for, if it is known; throws if the answer is another. */
function checkAnswer(response: HttpResponse, range: ByteRange | null): number | null {
  if (response.status !== 200 && response.status !== 206) {
    throw supplyError('http-status', `The server answered with status ${response.status}.`, response);
  }
  const isCoded = (response.header('content-encoding') ?? 'identity') !== 'identity';
  const header = response.header('content-length');
  const length = isCoded || header === null || !/^\d{1,15}$/.test(header) ? null : Number(header);
  if (range === null) return length;
  const isOpen = range.end === Number.POSITIVE_INFINITY;
  const expected = isOpen ? null : range.end - range.start;
  if (response.status === 200) {
    if (length !== null && length < (isOpen ? range.start : range.end)) {
      throw supplyError('wrong-size', 'The file is shorter than its playlist says.', response);
    }
    return expected ?? (length === null ? null : length - range.start);
  }
  const first = /^bytes (\d+)-/.exec(response.header('content-range') ?? '')?.[1];
  if ((first !== undefined && Number(first) !== range.start) || (length !== null && length !== (expected ?? length))) {
    throw supplyError('wrong-size', 'The server sent another range than it was asked for.', response);
  }
  return expected ?? length;
}

/** Aborts when no byte came for too long; the first may take longer than the next. */
function createTimeout(options: OriginOptions, outer: AbortSignal) {
  const controller = new AbortController();
  let expired: SupplyError | null = null;
  const onOuterAbort = () => controller.abort(outer.reason);
  let dueMs = options.clock.nowMs() + options.firstByteTimeoutMs;
  // Re-armed when it rings, not at every chunk: most never ring.
  const ring = () => {
    const restMs = dueMs - options.clock.nowMs();
    if (restMs > 0) {
      cancel = options.clock.schedule(restMs, ring);
      return;
    }
    expired = new PlayerError('timeout', 'The server sent nothing for too long.');
    controller.abort(expired);
  };
  let cancel = options.clock.schedule(Math.min(options.firstByteTimeoutMs, options.stallTimeoutMs), ring);
  if (outer.aborted) onOuterAbort();
  outer.addEventListener('abort', onOuterAbort, { once: true });
  return {
    signal: controller.signal,
    reason: () => expired,
    extend() {
      dueMs = options.clock.nowMs() + options.stallTimeoutMs;
    },
    clear() {
      cancel();
      outer.removeEventListener('abort', onOuterAbort);
      // Ends a body that nobody reads to its end.
      controller.abort();
    },
  };
}

function fileName(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return path.slice(path.lastIndexOf('/') + 1);
}

function smooth(old: number | null, value: number): number {
  return old === null ? value : old * 0.7 + value * 0.3;
}

function supplyError(code: SupplyErrorCode, message: string, response: HttpResponse): SupplyError {
  return new PlayerError(code, message, { context: { url: response.url, status: response.status } });
}

function asSupplyError(error: unknown, url: string): SupplyError {
  if (error instanceof PlayerError && ['http-status', 'wrong-size', 'timeout'].includes(error.code)) {
    return error as SupplyError;
  }
  return new PlayerError('network', 'The server could not be reached.', { cause: error, context: { url } });
}
