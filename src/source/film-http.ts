import type { Http, HttpRequest, HttpResponse } from '../base/http.ts';
import type { Ports } from '../base/ports.ts';
import { SECOND_MS } from '../base/units.ts';
import type { Access, FileToken, Video } from '../media/video.ts';
import { accessHeaders, askFileToken } from './credentials.ts';
import { parseMomentMs } from './moment.ts';

export type FilmHttpOptions = {
  readonly http: Http;
  readonly ports: Ports;
  readonly video: Video;
  /** Asked again, if it is a function, when what the film was opened with has run out. */
  readonly access?: Access | (() => Promise<Access | null>) | undefined;
  /** What the viewer typed; by default the password that opened the film. */
  readonly password?: string | null | undefined;
};

/** A token is renewed when this part of its life is over. */
const RENEWED_AFTER = 0.9;
/** A token that seems to live shorter shows that two clocks differ: then only a refusal tells that it has run out. */
const SHORTEST_LIFE_MS = 60 * SECOND_MS;
/** After an instance refused to renew, it is not asked again for this long. */
const RENEWAL_PAUSE_MS = 10 * SECOND_MS;

/**
 * Asks the servers of one film. Requests for protected paths of the film's own instance carry its password or token;
 * no other host ever sees them, and neither does the caller: addresses in answers are without tokens, so that segments
 * keep their names. Tokens are renewed before they run out, and after a 401 or 403.
 */
export function createFilmHttp(options: FilmHttpOptions): Http {
  const { http, video } = options;
  const origin = video.instance?.origin ?? null;
  const opening = openingAccess(options);
  if (origin === null || opening === null) return http;
  const keys = new KeyRing(options, { origin, opening });
  return {
    async request(request) {
      if (!isProtected(request.url, origin)) return http.request(request);
      if (keys.isRunningOut) await keys.renew();
      const used = keys.access;
      const response = await http.request(unlock(request, used));
      if (response.status !== 401 && response.status !== 403) return hideToken(response);
      // Another request may have renewed it meanwhile.
      if (keys.access === used && !(await keys.renew())) return hideToken(response);
      request.signal?.throwIfAborted();
      return hideToken(await http.request(unlock(request, keys.access)));
    },
  };
}

function openingAccess({ video, access, password }: FilmHttpOptions): Access | null {
  if (video.access !== null) return video.access;
  // A film without protection asks for nothing; what the page has must not be shown without need.
  const isKept = video.sharing.kind === 'none' && /^(?:password|private)-film$/.test(video.sharing.reason);
  if (!isKept) return null;
  if (typeof password === 'string') return { kind: 'password', password };
  return typeof access === 'object' ? access : null;
}

function isProtected(url: string, origin: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin: host, pathname } = new URL(url);
  return host === origin && /^\/(?:api\/v1\/|object-storage-proxy\/|static\/(?:[\w-]+\/)*private\/)/.test(pathname);
}

/** The token in the address needs no permission from the server first, as a header would with each new address. */
function unlock(request: HttpRequest, access: Access): HttpRequest {
  const token = tokenOf(access);
  if (token === null || new URL(request.url).pathname.startsWith('/api/')) {
    return { ...request, headers: { ...request.headers, ...accessHeaders(access) } };
  }
  const url = new URL(request.url);
  url.searchParams.set('videoFileToken', token.token);
  return { ...request, url: url.href };
}

function hideToken(response: HttpResponse): HttpResponse {
  if (!response.url.includes('videoFileToken')) return response;
  const url = new URL(response.url);
  url.searchParams.delete('videoFileToken');
  url.searchParams.delete('reinjectVideoFileToken');
  return { status: response.status, url: url.href, header: (name) => response.header(name), body: response.body };
}

function tokenOf(access: Access): FileToken | null {
  return access.kind === 'file-token' ? access : (access.fileToken ?? null);
}

/** What opens the film now, and how it is replaced. */
class KeyRing {
  readonly #options: FilmHttpOptions;
  readonly #origin: string;
  #access: Access;
  #renewAtMs: number;
  #pausedUntilMs = 0;
  #renewal: Promise<boolean> | null = null;

  constructor(options: FilmHttpOptions, start: { readonly origin: string; readonly opening: Access }) {
    this.#options = options;
    this.#origin = start.origin;
    this.#access = start.opening;
    this.#renewAtMs = renewalMs(start.opening, options.ports);
  }

  get access(): Access {
    return this.#access;
  }

  get isRunningOut(): boolean {
    return this.#nowMs() >= Math.max(this.#renewAtMs, this.#pausedUntilMs);
  }

  /** False if nothing new could be had. Many may ask at once; the instance is asked once. */
  renew(): Promise<boolean> {
    this.#renewal ??= this.#renewOnce().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #renewOnce(): Promise<boolean> {
    if (this.#nowMs() < this.#pausedUntilMs) return false;
    try {
      if (this.#access.kind !== 'file-token' && (await this.#openWith(this.#access))) return true;
      const { access } = this.#options;
      const fresh = typeof access === 'function' ? await access() : null;
      if (fresh !== null && (await this.#openWith(fresh))) return true;
    } catch (error) {
      // The getter is the page's own code.
      this.#options.ports.log.note('warn', 'The access to a film could not be renewed.', { error });
    }
    this.#pausedUntilMs = this.#nowMs() + RENEWAL_PAUSE_MS;
    return false;
  }

  async #openWith(key: Access): Promise<boolean> {
    if (key.kind === 'file-token') return this.#take(key);
    const { http, ports, video } = this.#options;
    const request = { origin: this.#origin, uuid: video.id, headers: accessHeaders(key) };
    const fileToken = await askFileToken({ ports: { ...ports, http }, signal: undefined }, request);
    return fileToken !== null && this.#take({ ...key, fileToken });
  }

  #take(access: Access): true {
    this.#access = access;
    this.#renewAtMs = renewalMs(access, this.#options.ports);
    return true;
  }

  #nowMs(): number {
    return this.#options.ports.clock.nowMs();
  }
}

/** The moment, on the clock, at which a token should be renewed; infinity if only a refusal will tell. */
function renewalMs(access: Access, { clock }: Ports): number {
  const expiresAt = tokenOf(access)?.expiresAt ?? null;
  const lifeMs = expiresAt === null ? Number.NaN : parseMomentMs(expiresAt) - clock.wallMs();
  return lifeMs >= SHORTEST_LIFE_MS ? clock.nowMs() + lifeMs * RENEWED_AFTER : Number.POSITIVE_INFINITY;
}
