import type { Access, Live, Media, PlayerTheme, Video } from '../media/video.ts';
import { hostOf } from './ask.ts';
import type { FilmObject } from './film-object.ts';
import type { InstanceConfig } from './instance-config.ts';
import type { FilmExtras } from './peertube-extras.ts';
import type { PeerTubeFilm } from './peertube-film.ts';

export type FilmParts = {
  readonly film: PeerTubeFilm;
  readonly object: FilmObject | null;
  readonly config: InstanceConfig | null;
  readonly origin: string;
  readonly access: Access | null;
  readonly live: Live | null;
  readonly media: readonly Media[];
  readonly sharing: Video['sharing'];
  readonly extras: FilmExtras;
  readonly playerTheme: PlayerTheme | null;
};

/** All that is known of a film, joined. */
export function createPeerTubeVideo(parts: FilmParts): Video {
  const { film, object, config, origin, extras } = parts;
  const instance = { origin, name: hostOf(origin), software: 'peertube', version: null };
  return {
    id: film.uuid,
    title: film.title,
    description: film.description,
    pageUrl: film.pageUrl,
    embedUrl: film.embedUrl,
    instance: config?.instance ?? instance,
    channel: film.channel,
    account: film.account,
    publishedAt: film.publishedAt,
    durationSeconds: film.durationSeconds,
    aspectRatio: film.aspectRatio,
    language: film.language,
    posterUrl: film.posterUrl,
    captions: extras.captions ?? object?.captions ?? [],
    chapters: extras.chapters ?? [],
    storyboard: extras.storyboard ?? object?.storyboard ?? null,
    live: parts.live,
    sensitive: film.sensitive === null ? null : { ...film.sensitive, policy: config?.sensitivePolicy ?? 'warn' },
    media: parts.media,
    sharing: parts.sharing,
    access: parts.access,
    licence: film.licence,
    viewCount: film.viewCount,
    downloadable: film.downloadable,
    playerTheme: parts.playerTheme ?? config?.playerTheme ?? null,
  };
}
