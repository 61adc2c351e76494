import { toUtf8 } from '../../src/base/bytes.ts';
import type { Http, HttpRequest, HttpResponse } from '../../src/base/http.ts';
import { createFetchHttp } from '../../src/platform/fetch-http.ts';

/** Answers by the page's network unless a script says otherwise: a text, a status, or null for the real answer. */
export type HttpScript = (request: HttpRequest) => string | number | null | Promise<string | number | null>;

export function createScriptedHttp(script: HttpScript = () => null): Http & { readonly requests: HttpRequest[] } {
  const real = createFetchHttp();
  const requests: HttpRequest[] = [];
  return {
    requests,
    async request(request) {
      requests.push(request);
      const answer = await script(request);
      request.signal?.throwIfAborted();
      if (answer === null) return real.request(request);
      return typeof answer === 'number' ? respond(request, answer, '') : respond(request, 200, answer);
    },
  };
}

function respond(request: HttpRequest, status: number, text: string): HttpResponse {
  async function* body() {
    yield toUtf8(text);
  }
  return { status, url: request.url, header: () => null, body: body() };
}
