import type { Actor, FileMedia, HlsMedia, Media, Sharing, Video } from '../media/video.ts';
import { askJson, hostOf, originOf } from './ask.ts';
import type { FilmObject } from './film-object.ts';
import type { InstanceConfig } from './instance-config.ts';
import { refuseOldSwarms } from './old-swarm.ts';
import { areMp4 } from './parse-parts.ts';
import { parseObjectChapters } from './peertube-extras.ts';
import { PRIVACY, STATE } from './peertube-film.ts';
import type { Resolving } from './resolution.ts';
import { decideSharing } from './sharing.ts';
import { sourceError } from './source-error.ts';

export type ObjectSource = { readonly object: FilmObject; readonly config: InstanceConfig | null };

/** A film of which only its ActivityPub object is known; one request more, for its chapters. */
export async function createVideoFromObject(resolving: Resolving, source: ObjectSource): Promise<Video> {
  const { object, config } = source;
  const origin = originOf(object.id);
  const live = createLive(object);
  const media = live !== null && live.state !== 'streaming' ? [] : objectMedia(object);
  if (media.length === 0 && live === null) {
    throw sourceError('nothing-to-play', `${hostOf(origin)} describes this film but no media of it.`);
  }
  const chapters = live === null ? await askChapters(resolving, object.chaptersUrl) : [];
  return {
    ...describeObject(object),
    instance: config?.instance ?? { origin, name: hostOf(origin), software: null, version: null },
    chapters,
    live,
    sensitive: object.isSensitive
      ? { flags: object.sensitiveFlags, summary: object.sensitiveSummary, policy: config?.sensitivePolicy ?? 'warn' }
      : null,
    media,
    sharing: await shareObject(resolving, source, media),
  };
}

type Description = Omit<Video, 'instance' | 'chapters' | 'live' | 'sensitive' | 'media' | 'sharing'>;

function describeObject(object: FilmObject): Description {
  return {
    id: object.uuid ?? object.id,
    title: object.title,
    description: object.description,
    pageUrl: object.pageUrl ?? object.id,
    embedUrl: null,
    channel: actorOf(object.actorUrls.group),
    account: actorOf(object.actorUrls.person),
    publishedAt: object.publishedAt,
    durationSeconds: object.live === null && object.durationSeconds !== 0 ? object.durationSeconds : null,
    aspectRatio: object.aspectRatio,
    language: object.language,
    posterUrl: object.posterUrl,
    captions: object.captions,
    storyboard: object.storyboard,
    access: null,
    licence: object.licence,
    viewCount: object.viewCount,
    downloadable: object.downloadable,
  };
}

async function shareObject(
  resolving: Resolving,
  { object, config }: ObjectSource,
  media: readonly Media[],
): Promise<Sharing> {
  const [hls] = object.hls;
  const masterUrl = media.some(({ kind }) => kind === 'hls') ? (hls?.url ?? null) : null;
  const decided = decideSharing({
    // What an object is published for is public or unlisted.
    privacyId: PRIVACY.public,
    object,
    masterUrl,
    hasHashes: hls !== undefined && hls.hashesUrl !== null,
    trackerUrls: object.trackerUrls,
    isLocal: true,
    config,
    context: resolving.options.context ?? 'embed',
  });
  return refuseOldSwarms(resolving.ports.digest, decided, masterUrl);
}

function createLive(object: FilmObject): Video['live'] {
  if (object.live === null) return null;
  const isStreaming = object.stateId === STATE.published && object.hls.length > 0;
  const state = object.stateId === STATE.liveEnded ? 'ended' : isStreaming ? 'streaming' : 'waiting';
  return { ...object.live, state, numericId: null };
}

function objectMedia(object: FilmObject): readonly Media[] {
  const hls = object.hls.map(({ url, hashesUrl, files }): HlsMedia => {
    const isFragmentedMp4 = object.live === null && areMp4(files);
    return { kind: 'hls', url, hashesUrl, mirrorUrls: [], ...(isFragmentedMp4 ? { isFragmentedMp4 } : {}) };
  });
  const files: readonly FileMedia[] = [...object.files].sort((a, b) => (b.heightPx ?? 0) - (a.heightPx ?? 0));
  return [...hls, ...files];
}

/** All that an actor's address tells without asking: its last part is its name. */
function actorOf(url: string | null): Actor | null {
  if (url === null) return null;
  const name = new URL(url).pathname.split('/').filter(Boolean).pop();
  if (name === undefined) return null;
  return { name, handle: `${name.replace(/^@/, '')}@${hostOf(url)}`, url, avatarUrl: null };
}

async function askChapters(resolving: Resolving, url: string | null): Promise<Video['chapters']> {
  if (url === null) return [];
  const answer = await askJson(resolving, { url, headers: { accept: 'application/activity+json' } });
  return answer.ok ? parseObjectChapters(answer.value.value) : [];
}
