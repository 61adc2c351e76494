import type { PlayerError } from './errors.ts';
import type { ByteRange } from './units.ts';

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT';

export type HttpRequest = {
  readonly url: string;
  readonly method?: HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  /** Asks for these bytes only, as a `Range` header (a simple range needs no preflight from another origin). */
  readonly range?: ByteRange;
  readonly body?: string;
  /** 'reload' passes the HTTP cache by: used after a byte from it was found to be wrong. */
  readonly cache?: 'default' | 'reload';
  readonly signal?: AbortSignal;
};

export type HttpResponse = {
  readonly status: number;
  /** The URL after redirects. */
  readonly url: string;
  /** Null where the header is missing, or where CORS hides it. */
  header(name: string): string | null;
  /** The body piece by piece; may be read once. Rejects with `NetworkError` when the connection breaks off. */
  readonly body: AsyncIterable<Uint8Array>;
};

export type NetworkError = PlayerError<'network'>;

/** How bytes are asked of a server. Every status is an answer, not an error. */
export interface Http {
  /** Rejects with a `NetworkError` if no answer came, with the signal's reason if it was aborted. */
  request(request: HttpRequest): Promise<HttpResponse>;
}
