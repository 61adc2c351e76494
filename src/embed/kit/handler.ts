import { parseHttpUrl } from '../../base/check.ts';
import type { Video } from '../../media/video.ts';
import { type EmbedConfig, isHostAllowed } from '../embed-config.ts';
import { createFilmCard, type FilmCard } from './film-card.ts';
import { createFilmPage } from './film-page.ts';
import { createOEmbed, OEMBED_CACHE_SECONDS } from './oembed.ts';

export type EmbedKitHandlerOptions = {
  /** Where the embed page stands, with its folder: `https://player.example/`. */
  readonly playerHost: string;
  /** Turns a film's address into a film; rejects with a sentence where it cannot. */
  readonly resolve: (input: string, options: { signal: AbortSignal }) => Promise<Video>;
  /** May this film be shown on any page? Asked for films whose instance keeps a list of embedding sites. */
  readonly mayEmbed?: (video: Video, options: { signal: AbortSignal }) => Promise<boolean>;
  /** Whose films are shown. */
  readonly config: EmbedConfig;
  /** Path of the page that link previews read; `/watch` by default. */
  readonly watchPath?: string;
  /** Path of the oEmbed service; `/oembed` by default. */
  readonly oEmbedPath?: string;
};

const PAGE_CACHE_SECONDS = 600;

/**
 * A stateless handler for anything that speaks `Request` and `Response` (Node, Deno, workers): `/watch?url=…` answers
 * the page that link previews read, `/oembed?url=…&maxwidth=…&maxheight=…` the oEmbed answer. Null for other paths.
 */
export function createEmbedKitHandler(options: EmbedKitHandlerOptions): (request: Request) => Promise<Response | null> {
  const watchPath = options.watchPath ?? '/watch';
  const oEmbedPath = options.oEmbedPath ?? '/oembed';
  return async (request) => {
    const url = new URL(request.url);
    if (url.pathname !== watchPath && url.pathname !== oEmbedPath) return null;
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: CORS });
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET is answered here.');
    if (url.pathname === oEmbedPath && (url.searchParams.get('format') ?? 'json') !== 'json') {
      return refuse(501, 'Only format=json is answered here.');
    }
    const found = await findCard(url, options, request.signal);
    if (found instanceof Response) return found;
    return url.pathname === oEmbedPath ? answerOEmbed(url, found) : answerPage(url, found, oEmbedPath);
  };
}

const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD, OPTIONS' };

async function findCard(url: URL, options: EmbedKitHandlerOptions, signal: AbortSignal): Promise<FilmCard | Response> {
  const input = filmAddress(url.searchParams.get('url'), url, options);
  if (input === null) return refuse(400, 'The parameter “url” has to be the http(s) address of a film.');
  if (!isHostAllowed(options.config, new URL(input).host, url.host)) {
    return refuse(403, 'This player does not show films of that host.');
  }
  try {
    const video = await options.resolve(input, { signal });
    const isAllowed = (await options.mayEmbed?.(video, { signal })) ?? true;
    if (!isAllowed) return refuse(403, 'The film’s owner does not let other sites show it.');
    return createFilmCard(video, { playerHost: options.playerHost });
  } catch (error) {
    return refuse(404, error instanceof Error ? error.message : 'The film was not found.');
  }
}

/** Consumers ask with the address that they saw: the film's own, or that of this handler's page about it. */
function filmAddress(value: string | null, url: URL, options: EmbedKitHandlerOptions): string | null {
  const address = parseHttpUrl(value);
  if (address === null) return null;
  const asked = new URL(address);
  const isOwnPage = asked.host === url.host && asked.pathname === (options.watchPath ?? '/watch');
  return isOwnPage ? parseHttpUrl(asked.searchParams.get('url')) : address;
}

function answerOEmbed(url: URL, card: FilmCard): Response {
  const body = createOEmbed(card, {
    maxWidthPx: parseLimit(url.searchParams.get('maxwidth')),
    maxHeightPx: parseLimit(url.searchParams.get('maxheight')),
  });
  return new Response(JSON.stringify(body), {
    headers: {
      ...CORS,
      'content-type': 'application/json; charset=utf-8',
      'cache-control': `public, max-age=${OEMBED_CACHE_SECONDS}`,
    },
  });
}

function answerPage(url: URL, card: FilmCard, oEmbedPath: string): Response {
  const oEmbedUrl = new URL(oEmbedPath, url);
  oEmbedUrl.searchParams.set('url', card.pageUrl);
  const html = createFilmPage(card, { pageUrl: url.href, oEmbedUrl: oEmbedUrl.href });
  return new Response(html, {
    headers: {
      ...CORS,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': `public, max-age=${PAGE_CACHE_SECONDS}`,
    },
  });
}

function parseLimit(value: string | null): number | null {
  return value !== null && /^\d{1,5}$/.test(value) && Number(value) > 0 ? Number(value) : null;
}

function refuse(status: number, sentence: string): Response {
  return new Response(JSON.stringify({ error: sentence }), {
    status,
    headers: { ...CORS, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}
