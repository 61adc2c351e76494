import { concatBytes, fromUtf8 } from '../base/bytes.ts';
import { parseJson, parseText } from '../base/check.ts';
import { delay } from '../base/clock.ts';
import { failure, type Result, success } from '../base/errors.ts';
import type { HttpRequest, HttpResponse } from '../base/http.ts';
import type { Ports } from '../base/ports.ts';
import { MIB, SECOND_MS } from '../base/units.ts';
import { type SourceError, type SourceErrorCode, sourceError } from './source-error.ts';

/** A server that has not answered by then is down for a viewer who waits. */
const ANSWER_TIMEOUT_MS = 12 * SECOND_MS;
/** A page of 100 playlist elements has about 250 kB; nothing that we ask for comes near. */
const LARGEST_ANSWER_BYTES = 4 * MIB;
/** A limit that is lifted within this time is waited for; a longer one is said to the viewer. */
const LONGEST_PATIENCE_SECONDS = 5;

export type Asking = { readonly ports: Ports; readonly signal?: AbortSignal | undefined };

export type JsonAnswer = { readonly value: unknown; readonly url: string };

export type JsonRequest = Pick<HttpRequest, 'url' | 'method' | 'headers' | 'body'>;

/**
 * Asks for JSON. A refusal, silence, a boundless or a wrong answer is a value; only the caller's own abort rejects.
 * An error of the instance (RFC 7807) keeps its `code` and `originUrl` in the context.
 */
export async function askJson(asking: Asking, request: JsonRequest): Promise<Result<JsonAnswer, SourceError>> {
  const first = await askOnce(asking, request);
  if (first.ok || first.error.code !== 'rate-limited') return first;
  const waitSeconds = first.error.context.retryAfterSeconds;
  if (typeof waitSeconds !== 'number' || waitSeconds > LONGEST_PATIENCE_SECONDS) return first;
  await delay(asking.ports.clock, waitSeconds * SECOND_MS, asking.signal);
  return askOnce(asking, request);
}

async function askOnce(asking: Asking, request: JsonRequest): Promise<Result<JsonAnswer, SourceError>> {
  const { ports, signal } = asking;
  signal?.throwIfAborted();
  const cut = new AbortController();
  const onAbort = () => cut.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const cancelTimer = ports.clock.schedule(ANSWER_TIMEOUT_MS, () => cut.abort());
  try {
    const response = await ports.http.request({ ...request, signal: cut.signal });
    return await readAnswer(response, request.url);
  } catch (cause) {
    signal?.throwIfAborted();
    return failure(
      sourceError('unreachable', `${hostOf(request.url)} does not answer.`, { cause, context: { url: request.url } }),
    );
  } finally {
    cancelTimer();
    signal?.removeEventListener('abort', onAbort);
    // Lets go of a body that was not read to its end.
    cut.abort();
  }
}

async function readAnswer(response: HttpResponse, url: string): Promise<Result<JsonAnswer, SourceError>> {
  const text = await readText(response);
  if (response.status < 200 || response.status > 299) return failure(refusal(response, text ?? '', url));
  if (response.status === 204) return success({ value: null, url: response.url });
  const value = text === null ? undefined : parseJson(text);
  if (value === undefined) {
    const what = text === null ? 'more than can be read' : 'something else than JSON';
    return failure(
      sourceError('invalid-answer', `${hostOf(url)} answered ${what}.`, {
        context: { url, status: response.status },
      }),
    );
  }
  return success({ value, url: response.url });
}

/** Null if the body is larger than any answer may be. */
async function readText(response: HttpResponse): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of response.body) {
    sizeBytes += part.length;
    if (sizeBytes > LARGEST_ANSWER_BYTES) return null;
    parts.push(part);
  }
  return fromUtf8(concatBytes(parts));
}

function refusal(response: HttpResponse, text: string, url: string): SourceError {
  const problem = parseJson(text);
  const field = (name: string) =>
    typeof problem === 'object' && problem !== null
      ? parseText((problem as Record<string, unknown>)[name], 2048)
      : null;
  const code = field('code');
  const retryAfter = Number(response.header('retry-after') ?? Number.NaN);
  return sourceError(refusalCode(response.status, code), refusalMessage(response.status, code, hostOf(url)), {
    context: {
      url,
      status: response.status,
      serverCode: code,
      originUrl: field('originUrl'),
      retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter >= 0 ? retryAfter : null,
    },
  });
}

function refusalCode(status: number, serverCode: string | null): SourceErrorCode {
  if (serverCode === 'video_requires_password') return 'needs-password';
  if (serverCode === 'incorrect_video_password') return 'wrong-password';
  if (status === 401) return 'needs-login';
  if (status === 403) return 'forbidden';
  if (status === 429) return 'rate-limited';
  if (status === 404 || status === 410 || status === 400) return 'not-found';
  return status >= 500 ? 'server-error' : 'invalid-answer';
}

function refusalMessage(status: number, serverCode: string | null, host: string): string {
  switch (refusalCode(status, serverCode)) {
    case 'needs-password':
      return 'This film is protected by a password.';
    case 'wrong-password':
      return 'This is not the password of the film.';
    case 'needs-login':
      return `This film is private: ${host} shows it to people with an account only.`;
    case 'forbidden':
      return `${host} does not show this film.`;
    case 'rate-limited':
      return `${host} was asked too often and wants a pause.`;
    case 'not-found':
      return `There is no such film at ${host}.`;
    case 'server-error':
      return `${host} has trouble of its own (${status}).`;
    default:
      return `${host} answered in a way that cannot be understood (${status}).`;
  }
}

/** What `value` becomes, or null if it has not come in time; it must never reject. */
export async function within<Value>(
  { ports }: Pick<Asking, 'ports'>,
  timeoutMs: number,
  value: Promise<Value>,
): Promise<Value | null> {
  let cancel: () => void = () => undefined;
  const timeout = new Promise<null>((resolve) => {
    cancel = ports.clock.schedule(timeoutMs, () => resolve(null));
  });
  const first = await Promise.race([value, timeout]);
  cancel();
  return first;
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

export function originOf(url: string): string {
  return new URL(url).origin;
}
