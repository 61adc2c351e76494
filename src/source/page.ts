import type { Video } from '../media/video.ts';
import { createVideoFromObject } from './activitypub.ts';
import { askJson, hostOf, originOf } from './ask.ts';
import { parseFilmObject } from './film-object.ts';
import { askInstanceConfig } from './instance-config.ts';
import { askSoftware } from './nodeinfo.ts';
import { resolveOwncast } from './owncast.ts';
import { createPostVideo, type Post, parseNote, parseStatus } from './post.ts';
import type { Resolving } from './resolution.ts';
import { type SourceError, sourceError } from './source-error.ts';

/** A page shows a film, or leads to one elsewhere. */
export type PageOutcome =
  | { readonly kind: 'video'; readonly video: Video }
  | { readonly kind: 'link'; readonly urls: readonly string[] };

/** An address of which nothing is known: its ActivityPub object tells, or what runs on its server. */
export async function resolvePage(resolving: Resolving, url: string): Promise<PageOutcome> {
  const status = await askStatus(resolving, url);
  if (status !== null) return outcomeOf(resolving, status);
  resolving.note(`Asked ${hostOf(url)} what the page is, in ActivityPub.`, url);
  const answer = await askJson(resolving, { url, headers: { accept: 'application/activity+json' } });
  if (!answer.ok) return resolveByServer(resolving, url, answer.error);
  const { value, url: answeredUrl } = answer.value;
  const object = parseFilmObject(value, answeredUrl);
  if (object !== null) {
    resolving.note('The page is a film: its ActivityPub object tells all that is needed.', object.id);
    const isPeerTube = object.uuid !== null;
    const config = isPeerTube ? await askInstanceConfig(resolving, originOf(object.id)) : null;
    return { kind: 'video', video: await createVideoFromObject(resolving, { object, config }) };
  }
  const note = parseNote(value, answeredUrl);
  if (note !== null) return outcomeOf(resolving, note);
  return resolveByServer(resolving, url, nothingHere(url));
}

/** Mastodon and its kin refuse the pages' own objects to other origins; their REST is open. */
async function askStatus(resolving: Resolving, url: string): Promise<Post | null> {
  const { origin, pathname } = new URL(url);
  const id = /^\/(?:@[\w.@-]+|users\/[\w.-]+\/statuses|notice)\/([A-Za-z0-9]{5,40})\/?$/.exec(pathname)?.[1];
  if (id === undefined) return null;
  resolving.note(`Asked ${hostOf(url)} for the post.`, url);
  const answer = await askJson(resolving, { url: `${origin}/api/v1/statuses/${id}` });
  return answer.ok ? parseStatus(answer.value.value, url) : null;
}

function outcomeOf(resolving: Resolving, post: Post): PageOutcome {
  const [file] = post.files;
  if (file !== undefined) {
    resolving.note('The page is a post with a film of its own.', post.url);
    return { kind: 'video', video: createPostVideo(post, file) };
  }
  if (post.links.length > 0) return { kind: 'link', urls: post.links };
  throw sourceError('nothing-to-play', 'This post shows no film.', { context: { url: post.url } });
}

async function resolveByServer(resolving: Resolving, url: string, error: SourceError): Promise<PageOutcome> {
  if (error.code === 'unreachable' || error.code === 'rate-limited') throw error;
  const software = await askSoftware(resolving, originOf(url));
  if (software === null || software.name === 'owncast') {
    const video = await resolveOwncast(resolving, originOf(url));
    if (video !== null) return { kind: 'video', video };
  }
  throw software === null ? nothingHere(url) : nothingHere(url, software.name);
}

function nothingHere(url: string, software?: string): SourceError {
  const server = software === undefined ? hostOf(url) : `${hostOf(url)} (${software})`;
  return sourceError(
    'unrecognised',
    `This page of ${server} shows no film that can be found. Paste the film’s own link.`,
    {
      context: { url, software: software ?? null },
    },
  );
}
