import type { Video } from '../media/video.ts';
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
  switch (recognised.kind) {
    case 'nothing':
      throw sourceError('unrecognised', recognised.message);
    case 'torrent':
      throw sourceError('unsupported', 'BitTorrent links cannot be played yet. Paste the link of the film’s page.');
    case 'hls':
    case 'file':
      return found(resolving, createLinkedVideo(recognised, options), recognised);
    case 'video': {
      const origin = needOrigin(inputOrigin);
      return found(resolving, await resolvePeerTubeFilm(resolving, { origin, id: recognised.id }), recognised);
    }
    default:
      throw sourceError('unsupported', 'This kind of link cannot be played yet.');
  }
}

type Times = { readonly startSeconds: number | null; readonly stopSeconds?: number | null };

function found(resolving: Resolving, video: Video, { startSeconds, stopSeconds = null }: Times): Resolution {
  return { kind: 'video', video, startSeconds, stopSeconds, trail: resolving.trail };
}

function needOrigin(origin: string | null): string {
  if (origin !== null) return origin;
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
  return `The input is ${names[recognised.kind]}.`;
}
