import { PlayerError } from '../base/errors.ts';
import type { Http, HttpRequest, HttpResponse, NetworkError } from '../base/http.ts';
import { rangeHeader } from '../base/units.ts';

/**
 * HTTP by `fetch`, the body streamed as it arrives.
 * @param fetchLike the page's `fetch`, unless given.
 */
export function createFetchHttp(fetchLike: typeof fetch = (input, init) => fetch(input, init)): Http {
  return {
    async request(request) {
      const { signal } = request;
      signal?.throwIfAborted();
      let response: Response;
      try {
        response = await fetchLike(request.url, requestInit(request));
      } catch (error) {
        signal?.throwIfAborted();
        throw networkError(request, error);
      }
      return {
        status: response.status,
        url: response.url === '' ? request.url : response.url,
        header: (name) => response.headers.get(name),
        body: readBody(request, response),
      } satisfies HttpResponse;
    },
  };
}

function requestInit(request: HttpRequest): RequestInit {
  const headers = { ...request.headers };
  if (request.range !== undefined) headers.Range = rangeHeader(request.range);
  return {
    method: request.method ?? 'GET',
    headers,
    cache: request.cache ?? 'default',
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(request.signal === undefined ? {} : { signal: request.signal as AbortSignal }),
  };
}

/** Leaving the loop early cancels the transfer: bytes that nobody wants are not sent on. */
async function* readBody(request: HttpRequest, response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  let isAtEnd = false;
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) {
        isAtEnd = true;
        return;
      }
      request.signal?.throwIfAborted();
      yield value;
    }
  } catch (error) {
    isAtEnd = true;
    request.signal?.throwIfAborted();
    throw networkError(request, error);
  } finally {
    if (!isAtEnd) await reader.cancel().catch(ignoreLateFailure);
  }
}

function ignoreLateFailure(): void {
  // A body that we gave up may break as well; the reader has already left.
}

function networkError(request: HttpRequest, cause: unknown): NetworkError {
  return new PlayerError('network', `No whole answer came from ${hostOf(request.url)}.`, {
    cause,
    context: { url: request.url },
  });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
