import { readFileSync } from 'node:fs';
import { PlayerError } from '../../src/base/errors.ts';
import type { Http, HttpRequest, HttpResponse } from '../../src/base/http.ts';

/** What a route answers: a status and a body, or silence. */
export type RecordedAnswer =
  | { status: number; body: string; headers?: Record<string, string>; url?: string }
  | 'silence';

/** Answers a request, or gives null to leave it to the next route. */
export type Route = (request: HttpRequest) => RecordedAnswer | null;

export type RecordedHttp = Http & {
  /** All requests so far, as `GET https://…`. */
  readonly asked: string[];
  readonly requests: HttpRequest[];
};

const FIXTURES = new URL('../fixtures/peertube-6.3.0/', import.meta.url);
export const FIRST = 'http://127.0.0.1:9001';
export const SECOND = 'http://127.0.0.1:9002';

export function fixture(name: string): string {
  return readFileSync(new URL(name, FIXTURES), 'utf8');
}

/** A parsed recording, to be changed into what no recording shows. */
export function fixtureJson(name: string): Record<string, unknown> {
  return JSON.parse(fixture(name)) as Record<string, unknown>;
}

export function json(value: unknown, status = 200): RecordedAnswer {
  return { status, body: JSON.stringify(value), headers: { 'content-type': 'application/json' } };
}

/** Answers `url` (with its query, without a fragment), whatever the method. */
export function at(url: string, answer: RecordedAnswer | string): Route {
  return (request) => (request.url === url ? (typeof answer === 'string' ? recorded(answer) : answer) : null);
}

function recorded(name: string): RecordedAnswer {
  const body = fixture(name);
  const named = /-(\d{3})[-.]/.exec(name)?.[1];
  return { status: named === undefined ? 200 : Number(named), body };
}

/**
 * An `Http` that answers from recordings and remembers what was asked. What no route knows answers 404 as PeerTube
 * does. A request that a browser could not make across origins throws: it would be refused in the page.
 */
export function createRecordedHttp(routes: readonly Route[]): RecordedHttp {
  const asked: string[] = [];
  const requests: HttpRequest[] = [];
  return {
    asked,
    requests,
    async request(request) {
      request.signal?.throwIfAborted();
      refuseUnsafe(request);
      requests.push(request);
      asked.push(`${request.method ?? 'GET'} ${request.url}`);
      const answer =
        routes.map((route) => route(request)).find((found) => found !== null) ?? recorded('error-404-video.json');
      if (answer === 'silence') throw new PlayerError('network', 'No answer came.');
      return respond(answer, request.url);
    },
  };
}

/** Paths of PeerTube whose answers a page of another origin may not read, and headers that public files refuse. */
function refuseUnsafe(request: HttpRequest): void {
  const { pathname } = new URL(request.url);
  const names = Object.keys(request.headers ?? {}).map((name) => name.toLowerCase());
  const isPublicFile = /^\/static\/(?!.*\/private\/)/.test(pathname);
  const custom = names.filter((name) => name === 'authorization' || name.startsWith('x-'));
  const accept = request.headers?.accept ?? '';
  if (isPublicFile && custom.length > 0) throw new Error(`CORS refuses ${custom} at ${pathname}`);
  if (/outbox|\/client\/|socket\.io/.test(pathname)) throw new Error(`CORS refuses ${pathname}`);
  if (/[^\w!#$%&*+./;=, -]/.test(accept)) throw new Error(`The Accept header ${accept} needs a preflight`);
}

function respond(answer: Exclude<RecordedAnswer, 'silence'>, url: string): HttpResponse {
  const bytes = new TextEncoder().encode(answer.body);
  return {
    status: answer.status,
    url: answer.url ?? url,
    header: (name) => answer.headers?.[name.toLowerCase()] ?? null,
    body: (async function* () {
      for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
    })(),
  };
}

/** A whole instance as it was recorded: the first server with its main film, or the second one's view of it. */
export function recordedFilm(
  origin: string,
  options: { id: string; video: string; object?: string },
): readonly Route[] {
  const film = fixtureJson(options.video);
  const ids = [options.id, String(film.uuid), String(film.shortUUID), String(film.id)];
  const suffix = origin === SECOND ? '-remote-seen-from-9002' : '';
  return [
    at(`${origin}/api/v1/config`, 'config.json'),
    ...ids.flatMap((id) => [
      at(`${origin}/api/v1/videos/${id}`, options.video),
      ...(options.object === undefined ? [] : [at(`${origin}/videos/watch/${id}`, options.object)]),
      at(`${origin}/api/v1/videos/${id}/captions`, `captions${suffix}.json`),
      at(`${origin}/api/v1/videos/${id}/chapters`, `chapters${suffix}.json`),
      at(`${origin}/api/v1/videos/${id}/storyboards`, `storyboards${suffix}.json`),
    ]),
  ];
}

/**
 * A recorded film object with other hashes, as an instance of 7.1 or later would list them: those of 6.3 name swarms
 * whose protocol we do not speak. Each is the recorded one, backwards.
 */
export function newerObject(name: string): Record<string, unknown> {
  const text = fixture(name).replace(/"([0-9a-f]{40})"/g, (_, hash: string) => `"${[...hash].reverse().join('')}"`);
  return JSON.parse(text) as Record<string, unknown>;
}
