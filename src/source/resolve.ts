import { PlayerError } from '../base/errors.ts';
import type { Video } from '../media/video.ts';
import type { VideoPlaylist } from '../media/video-playlist.ts';
import { resolvePeerTubeFilm } from './peertube.ts';
import { createLinkedVideo } from './plain.ts';
import { type Recognised, recognise } from './recognise.ts';
import { createResolving, type Resolution, type ResolveOptions, type Resolving } from './resolution.ts';
import { sourceError } from './source-error.ts';

/**
 * Turns what somebody pasted into a film or a playlist. Rejects with a `PlayerError<SourceErrorCode>` whose message
 * is a sentence for people, or with the signal's reason.
 */
export async function resolveVideo(input: string, options: ResolveOptions): Promise<Resolution> {
  options.signal?.throwIfAborted();
  const recognised = recognise(input);
  const instance = readInstance(options.instance);
  const inputOrigin = originOfInput(recognised) ?? instance;
  const resolving = createResolving(options, { inputOrigin, trustedOrigin: instance ?? inputOrigin });
  resolving.note(describe(recognised));
  return resolveRecognised(resolving, recognised);
}

/** What few links need is fetched when one needs it. */
async function resolveRecognised(resolving: Resolving, recognised: Recognised): Promise<Resolution> {
  switch (recognised.kind) {
    case 'nothing':
      throw sourceError('unrecognised', recognised.message);
    case 'torrent':
      throw sourceError('unsupported', 'BitTorrent links cannot be played yet. Paste the link of the film’s page.');
    case 'hls':
    case 'file':
      return found(resolving, createLinkedVideo(recognised, resolving.options), recognised);
    case 'video':
      return resolveFilm(resolving, recognised);
    case 'playlist': {
      const origin = recognised.origin ?? needOrigin(resolving);
      const { resolvePlaylist } = await import('./playlist.ts');
      const playlist = await resolvePlaylist(resolving, { origin, id: recognised.id });
      return listed(resolving, playlist, recognised.position);
    }
    case 'actor': {
      const origin = recognised.origin ?? needOrigin(resolving);
      const { name, type } = recognised;
      const { resolveActor } = await import('./actor.ts');
      return listed(resolving, await resolveActor(resolving, { name, origin, type }), null);
    }
    case 'page': {
      const { resolvePage } = await import('./page.ts');
      const outcome = await resolvePage(resolving, recognised.url);
      if (outcome.kind === 'video') return found(resolving, outcome.video, recognised);
      return resolveLinks(resolving, recognised.url, outcome.urls);
    }
  }
}

async function resolveFilm(resolving: Resolving, film: Extract<Recognised, { kind: 'video' }>): Promise<Resolution> {
  const origin = film.origin ?? needOrigin(resolving);
  try {
    return found(resolving, await resolvePeerTubeFilm(resolving, { origin, id: film.id }), film);
  } catch (error) {
    // A bare id does not say whether it is a film's or a playlist's.
    if (film.url !== null || !isNotFound(error)) throw error;
    const { resolvePlaylist } = await import('./playlist.ts');
    const playlist = await resolvePlaylist(resolving, { origin, id: film.id }).catch((second: unknown) => {
      throw isNotFound(second) ? error : second;
    });
    return listed(resolving, playlist, null);
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof PlayerError && error.code === 'not-found';
}

/** The first link of a post that leads to a film; a post links to its own server's pages too, and to anything else. */
async function resolveLinks(resolving: Resolving, from: string, urls: readonly string[]): Promise<Resolution> {
  const films = urls.map((url) => recognise(url)).filter(({ kind }) => FILM_KINDS.has(kind));
  const [first] = films;
  if (first === undefined) {
    throw sourceError('nothing-to-play', 'This post shows no film, and links to none.', { context: { url: from } });
  }
  resolving.note(
    `The page is a post that links to ${describeKind(first.kind)}.`,
    'url' in first ? (first.url ?? from) : from,
  );
  return resolveRecognised(resolving, first);
}

const FILM_KINDS: ReadonlySet<Recognised['kind']> = new Set(['video', 'playlist', 'hls', 'file'] as const);

function listed(resolving: Resolving, playlist: VideoPlaylist, position: number | null): Resolution {
  const { entries } = playlist;
  const playable = entries.filter(({ video }) => video !== null);
  const [first] = playable;
  if (first === undefined) {
    throw sourceError('empty-playlist', `No film of the playlist “${playlist.title}” can be played.`);
  }
  const wanted = playable.find((entry) => position !== null && entry.position >= position) ?? first;
  return { kind: 'playlist', playlist, position: wanted.position, trail: resolving.trail };
}

type Times = { readonly startSeconds: number | null; readonly stopSeconds?: number | null };

function found(resolving: Resolving, video: Video, { startSeconds, stopSeconds = null }: Times): Resolution {
  return { kind: 'video', video, startSeconds, stopSeconds, trail: resolving.trail };
}

function needOrigin({ inputOrigin }: Resolving): string {
  if (inputOrigin !== null) return inputOrigin;
  throw sourceError('needs-instance', 'This id says nothing of its server. Paste the whole link, or set `instance`.');
}

function originOfInput(recognised: Recognised): string | null {
  switch (recognised.kind) {
    case 'video':
    case 'playlist':
    case 'actor':
      return recognised.origin;
    case 'hls':
    case 'file':
    case 'page':
      return new URL(recognised.url).origin;
    default:
      return null;
  }
}

function readInstance(instance: string | undefined): string | null {
  if (instance === undefined || instance === '') return null;
  const url = /^https?:\/\//i.test(instance) ? instance : `https://${instance}`;
  if (URL.canParse(url)) return new URL(url).origin;
  throw sourceError(
    'needs-instance',
    `\`instance\` should be an address such as https://tube.example, not "${instance}".`,
  );
}

function describe(recognised: Recognised): string {
  return `The input is ${describeKind(recognised.kind)}.`;
}

function describeKind(kind: Recognised['kind']): string {
  const names: Record<Recognised['kind'], string> = {
    video: 'the address or id of a film',
    playlist: 'the address of a playlist',
    actor: 'a channel or an account',
    hls: 'an HLS playlist',
    file: 'a media file',
    torrent: 'a BitTorrent link',
    page: 'the address of a page',
    nothing: 'nothing that is known',
  };
  return names[kind];
}
