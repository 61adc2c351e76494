import type { Clock } from '../base/clock.ts';
import { PlayerError } from '../base/errors.ts';
import type { Http, HttpResponse } from '../base/http.ts';
import type { ByteRange } from '../base/units.ts';
import type { SupplyError, SupplyErrorCode } from './supply.ts';

export type Timeouts = {
  readonly clock: Clock;
  readonly firstByteTimeoutMs: number;
  readonly stallTimeoutMs: number;
};

export type ServerRequest = {
  readonly url: string;
  readonly range: ByteRange | null;
  readonly isReload: boolean;
  readonly signal: AbortSignal;
  /** Before the first byte. `sizeBytes`: of what was asked for; null where the server does not say. */
  onStart(info: { readonly sizeBytes: number | null; readonly url: string }): void;
  /** Every piece that comes, of use or not. */
  onBytes(bytes: number): void;
  /** `offset` counts from the start of the range. False ends the request: enough is here. */
  onData(offset: number, bytes: Uint8Array): boolean;
  /** Bytes that came and are handed to nobody. */
  onWaste(bytes: number): void;
};

/** Asks one server once. Rejects with a `SupplyError`, or with the signal's reason. */
export async function requestFrom(http: Http, timeouts: Timeouts, request: ServerRequest): Promise<void> {
  const timeout = createTimeout(timeouts, request.signal);
  try {
    const response = await http.request({
      url: request.url,
      ...(request.range === null ? {} : { range: request.range }),
      ...(request.isReload ? { cache: 'reload' as const } : {}),
      signal: timeout.signal,
    });
    const sizeBytes = checkAnswer(response, request.range);
    request.onStart({ sizeBytes, url: response.url || request.url });
    await readBody({ response, request, sizeBytes, extend: () => timeout.extend() });
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    throw timeout.reason() ?? asSupplyError(error, request.url);
  } finally {
    timeout.clear();
  }
}

type Body = {
  readonly response: HttpResponse;
  readonly request: ServerRequest;
  readonly sizeBytes: number | null;
  extend(): void;
};

async function readBody({ response, request, sizeBytes, extend }: Body): Promise<void> {
  // A server without ranges sends the file from its first byte.
  let skipBytes = response.status === 200 ? (request.range?.start ?? 0) : 0;
  let offset = 0;
  for await (const chunk of response.body) {
    if (request.signal.aborted) request.onWaste(chunk.length);
    request.signal.throwIfAborted();
    extend();
    request.onBytes(chunk.length);
    const skipped = Math.min(skipBytes, chunk.length);
    skipBytes -= skipped;
    const room = sizeBytes === null ? chunk.length : skipped + sizeBytes - offset;
    const bytes = chunk.subarray(skipped, Math.min(chunk.length, room));
    if (bytes.length < chunk.length) request.onWaste(chunk.length - bytes.length);
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
function createTimeout(options: Timeouts, outer: AbortSignal) {
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

function supplyError(code: SupplyErrorCode, message: string, response: HttpResponse): SupplyError {
  return new PlayerError(code, message, { context: { url: response.url, status: response.status } });
}

function asSupplyError(error: unknown, url: string): SupplyError {
  if (error instanceof PlayerError && ['http-status', 'wrong-size', 'timeout'].includes(error.code)) {
    return error as SupplyError;
  }
  return new PlayerError('network', 'The server could not be reached.', { cause: error, context: { url } });
}

/** Asking again for what is forbidden or not there changes nothing. */
export function isHopeless(error: SupplyError): boolean {
  if (error.code !== 'http-status') return false;
  const status = error.context.status;
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429;
}
