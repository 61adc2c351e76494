import { isRecord, parseHttpUrl, parseList, parseText } from '../base/check.ts';
import type { VideoPlaylist, VideoSummary } from '../media/video-playlist.ts';
import { askJson, hostOf } from './ask.ts';
import { asList, hasType } from './film-object.ts';
import { askInstanceConfig } from './instance-config.ts';
import { firstOf } from './parse-parts.ts';
import { parseSummary } from './playlist.ts';
import type { Resolving } from './resolution.ts';
import { sourceError } from './source-error.ts';

export type ActorAddress = {
  readonly name: string;
  readonly origin: string;
  readonly type: 'account' | 'channel' | null;
};

/** How many films of a channel are listed at once; the newest is the one that plays. */
const NEWEST = 50;

/**
 * The films of a channel or an account as a list, newest first. WebFinger (RFC 7033) tells which of the two a handle
 * names; an address that tells it itself is not looked up.
 */
export async function resolveActor(resolving: Resolving, actor: ActorAddress): Promise<VideoPlaylist> {
  const { origin } = actor;
  const type = actor.type ?? (await askActorType(resolving, actor));
  const kind = type === 'account' ? 'accounts' : 'video-channels';
  const url = `${origin}/api/v1/${kind}/${encodeURIComponent(actor.name)}/videos?sort=-publishedAt&count=${NEWEST}`;
  resolving.note(`Asked ${hostOf(origin)} for the newest films of ${actor.name}.`, url);
  const [answer, config] = await Promise.all([askJson(resolving, { url }), askInstanceConfig(resolving, origin)]);
  if (!answer.ok) throw answer.error;
  const context = { origin, policy: config?.sensitivePolicy ?? ('warn' as const) };
  const items = isRecord(answer.value.value) ? parseList(answer.value.value.data, NEWEST) : [];
  const films = items.flatMap((item) => parseSummary(item, context) ?? []);
  const [newest] = films;
  if (newest === undefined) {
    throw sourceError('empty-playlist', `${actor.name} at ${hostOf(origin)} has published no film.`);
  }
  const instance = config?.instance ?? { origin, name: hostOf(origin), software: null, version: null };
  return { ...aboutActor(actor, { kind, newest }), instance, entries: films.map(toEntry) };
}

function aboutActor(
  actor: ActorAddress,
  { kind, newest }: { readonly kind: string; readonly newest: VideoSummary },
): Omit<VideoPlaylist, 'instance' | 'entries'> {
  const pageUrl = `${actor.origin}/${kind === 'accounts' ? 'a' : 'c'}/${encodeURIComponent(actor.name)}/videos`;
  return {
    id: pageUrl,
    title: newest.channel !== null && kind !== 'accounts' ? newest.channel.name : actor.name,
    description: null,
    pageUrl,
    embedUrl: null,
    owner: newest.channel,
    posterUrl: newest.thumbnailUrl,
  };
}

function toEntry(video: VideoSummary, index: number): VideoPlaylist['entries'][number] {
  return { position: index + 1, startSeconds: null, stopSeconds: null, video };
}

/** What the handle names. PeerTube writes it into the actor's address; other servers have to be asked for the actor. */
async function askActorType(resolving: Resolving, { name, origin }: ActorAddress): Promise<'account' | 'channel'> {
  const resource = encodeURIComponent(`acct:${name}@${hostOf(origin)}`);
  const url = `${origin}/.well-known/webfinger?resource=${resource}`;
  resolving.note(`Looked the handle ${name}@${hostOf(origin)} up by WebFinger.`, url);
  const answer = await askJson(resolving, { url });
  if (!answer.ok) {
    if (answer.error.code !== 'not-found') throw answer.error;
    throw sourceError('not-found', `${hostOf(origin)} knows nobody called ${name}.`, { cause: answer.error });
  }
  const actorUrl = parseSelfLink(answer.value.value);
  const path = actorUrl === null ? '' : new URL(actorUrl).pathname;
  if (/^\/(?:video-channels|c)\//.test(path)) return 'channel';
  if (/^\/(?:accounts|a)\//.test(path) || actorUrl === null) return 'account';
  const actor = await askJson(resolving, { url: actorUrl, headers: { accept: 'application/activity+json' } });
  return actor.ok && isRecord(actor.value.value) && hasType(actor.value.value, 'Group') ? 'channel' : 'account';
}

/** The ActivityPub address of a WebFinger answer. */
export function parseSelfLink(value: unknown): string | null {
  if (!isRecord(value)) return null;
  return firstOf(asList(value.links), (link) => {
    const isSelf = isRecord(link) && link.rel === 'self' && /activity\+json|ld\+json/.test(parseText(link.type) ?? '');
    return isSelf ? parseHttpUrl(link.href) : null;
  });
}
