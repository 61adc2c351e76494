import { parseTimeText } from '../media/time-text.ts';
import { isFilmId } from './short-id.ts';

/** What a text that somebody pasted seems to be. Nothing was asked of any server yet. */
export type Recognised =
  | {
      readonly kind: 'video';
      /** Null for a bare id: it belongs to the integrator's instance. */
      readonly origin: string | null;
      readonly id: string;
      readonly url: string | null;
      readonly startSeconds: number | null;
      readonly stopSeconds: number | null;
    }
  | {
      readonly kind: 'playlist';
      readonly origin: string | null;
      readonly id: string;
      readonly url: string | null;
      /** From 1; null for the first that can be played. */
      readonly position: number | null;
    }
  | {
      readonly kind: 'actor';
      readonly name: string;
      /** Where the actor lives. */
      readonly origin: string | null;
      readonly type: 'account' | 'channel' | null;
    }
  | PlainLink
  | { readonly kind: 'torrent'; readonly magnetOrUrl: string }
  /** An address that says nothing by itself: its server has to be asked what it is. */
  | { readonly kind: 'page'; readonly url: string; readonly startSeconds: number | null }
  | { readonly kind: 'nothing'; readonly message: string };

export type PlainLink = {
  readonly kind: 'hls' | 'file';
  readonly url: string;
  readonly startSeconds: number | null;
  readonly stopSeconds: number | null;
};

const LONGEST_INPUT = 16_384;
const HANDLE = /^(?:acct:)?[@!]?([\w.-]{1,128})@([a-z0-9.-]{1,253}(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?)$/i;
const LOCAL_HANDLE = /^[@!]([\w.-]{1,128})$/;
const SCHEMELESS = /^(?:\/\/)?((?:[a-z0-9-]+\.)+[a-z0-9-]{2,}|localhost|\d{1,3}(?:\.\d{1,3}){3})(:\d{1,5})?(\/|$)/i;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
const FILE_NAME = /\.(?:mp4|m4v|webm|ogv|ogg|mov|mkv|mp3|m4a|oga|opus|aac|flac|wav)$/i;

/** Tells what `input` is; never throws, and asks nobody. */
export function recognise(input: string): Recognised {
  if (input.length > LONGEST_INPUT) return nothing('The text is too long to be the address of a film.');
  const text = unwrap(input);
  if (text === '') return nothing('There is no address.');
  if (isFilmId(text)) {
    return { kind: 'video', origin: null, id: text, url: null, startSeconds: null, stopSeconds: null };
  }
  if (/^magnet:\?/i.test(text)) return { kind: 'torrent', magnetOrUrl: text };
  const handle = HANDLE.exec(text);
  if (handle?.[1] !== undefined && handle[2] !== undefined) {
    return { kind: 'actor', name: handle[1], origin: originOfHost(handle[2]), type: null };
  }
  const localName = LOCAL_HANDLE.exec(text)?.[1];
  if (localName !== undefined) return { kind: 'actor', name: localName, origin: null, type: null };
  const url = readUrl(text);
  return url === null
    ? nothing('This is no address, id or handle of a film. Paste a link such as https://tube.example/w/…')
    : recogniseUrl(url);
}

/** The origin that serves `host`: https, but for this machine itself, which has no certificate. */
export function originOfHost(host: string): string {
  return `${LOOPBACK.test(host) ? 'http' : 'https'}://${host.toLowerCase()}`;
}

/** What people copy around an address: blanks, angle brackets, a whole embed code. */
function unwrap(input: string): string {
  const text = input.trim();
  const code = /<iframe\b[^>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(text);
  if (code !== null) return (code[1] ?? code[2] ?? '').replaceAll('&amp;', '&').trim();
  return /^<[^<>]+>$/.test(text) ? text.slice(1, -1).trim() : text;
}

function readUrl(text: string): URL | null {
  const schemeless = SCHEMELESS.exec(text);
  const host = `${schemeless?.[1] ?? ''}${schemeless?.[2] ?? ''}`;
  const absolute = schemeless === null ? text : `${originOfHost(host)}${text.slice(text.indexOf(host) + host.length)}`;
  if (/\s/.test(absolute) || !URL.canParse(absolute)) return null;
  const url = new URL(absolute);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return url.username === '' && url.password === '' ? url : null;
}

function recogniseUrl(url: URL): Recognised {
  const times = readTimes(url);
  const path = url.pathname;
  if (/\.m3u8$/i.test(path)) return { kind: 'hls', url: withoutHash(url), ...times };
  if (FILE_NAME.test(path)) return { kind: 'file', url: withoutHash(url), ...times };
  if (/\.torrent$/i.test(path)) return { kind: 'torrent', magnetOrUrl: url.href };
  const parts = path
    .split('/')
    .map((part) => decode(part.replace(/;.*$/, '')))
    .filter((part) => part !== '');
  return (
    recognisePlaylist(url, parts) ??
    recogniseVideo(url, parts, times) ??
    recogniseActor(url, parts) ?? { kind: 'page', url: url.href, startSeconds: times.startSeconds }
  );
}

function recognisePlaylist(url: URL, parts: readonly string[]): Recognised | null {
  const path = parts.join('/');
  const id =
    /^(?:w\/p|videos\/watch\/playlist|video-playlists\/(?:watch|embed|test-embed)|video-playlists|api\/v1\/video-playlists)\/([^/]+)$/.exec(
      path,
    )?.[1] ?? url.searchParams.get('videoPlaylistId');
  if (id === null || id === undefined || !isFilmId(id)) return null;
  const position = Number(url.searchParams.get('playlistPosition'));
  return {
    kind: 'playlist',
    origin: url.origin,
    id,
    url: url.href,
    position: Number.isSafeInteger(position) && position >= 1 ? position : null,
  };
}

function recogniseVideo(url: URL, parts: readonly string[], times: Times): Recognised | null {
  const path = parts.join('/');
  const id =
    /^(?:w|videos\/embed|videos\/test-embed|api\/v1\/videos)\/([^/]+)$/.exec(path)?.[1] ??
    /^videos\/watch\/([^/]+)(?:\/|$)/.exec(path)?.[1] ??
    url.searchParams.get('videoId');
  if (id === null || id === undefined || !isFilmId(id)) return null;
  return { kind: 'video', origin: url.origin, id, url: url.href, ...times };
}

function recogniseActor(url: URL, parts: readonly string[]): Recognised | null {
  const path = parts.join('/');
  const match =
    /^(@|a\/|c\/|accounts\/|video-channels\/)([\w.-]{1,128})(?:@([a-z0-9.:-]{1,253}))?(?:\/(?:videos|video-playlists|video-channels|about))?$/i.exec(
      path,
    );
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const kind = match[1].toLowerCase();
  const type = kind === '@' ? null : kind.startsWith('a') ? ('account' as const) : ('channel' as const);
  // An actor of another server can be asked for at home, where all of its films are.
  const origin = match[3] === undefined || match[3] === url.host ? url.origin : originOfHost(match[3]);
  return { kind: 'actor', name: match[2], origin, type };
}

type Times = { readonly startSeconds: number | null; readonly stopSeconds: number | null };

/** `?start=`, `?stop=`, `?t=`, the same behind `#`, and media fragments (`#t=10,20`; Media Fragments URI 1.0, 4.2.1). */
function readTimes(url: URL): Times {
  const fragment = new URLSearchParams(url.hash.replace(/^#\??/, ''));
  const read = (name: string) => url.searchParams.get(name) ?? fragment.get(name);
  const [from, to] = (read('t') ?? '').replace(/^npt:/i, '').split(',');
  const startSeconds = parseTimeText(read('start') ?? from ?? '');
  const stopSeconds = parseTimeText(read('stop') ?? to ?? '');
  const isForward = stopSeconds !== null && stopSeconds > (startSeconds ?? 0);
  return { startSeconds, stopSeconds: isForward ? stopSeconds : null };
}

function withoutHash(url: URL): string {
  return url.href.replace(/#.*$/, '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function nothing(message: string): Recognised {
  return { kind: 'nothing', message };
}
