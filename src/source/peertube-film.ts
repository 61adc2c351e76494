import {
  isRecord,
  type JsonRecord,
  parseHttpUrl,
  parseInteger,
  parseList,
  parseNumber,
  parseText,
} from '../base/check.ts';
import type { Actor, FileMedia, HlsMedia, Sensitive } from '../media/video.ts';
import { parseTrackerUrls } from './film-object.ts';
import { areMp4, fileLabel, firstOf, parseLanguage } from './parse-parts.ts';
import { isUuid, shortenUuid } from './short-id.ts';

/** PeerTube's `VideoPrivacy`. */
export const PRIVACY = { public: 1, unlisted: 2, private: 3, internal: 4, password: 5 } as const;
/** PeerTube's `VideoState`, as far as a player acts on it. */
export const STATE = { published: 1, toTranscode: 2, toImport: 3, waitingForLive: 4, liveEnded: 5 } as const;

/** The answer of `GET /api/v1/videos/:id`, in our words. */
export type PeerTubeFilm = {
  /** The instance's own number; its live socket speaks of films by it. */
  readonly numericId: number | null;
  readonly uuid: string;
  /** The ActivityPub id, on the film's own instance. */
  readonly objectUrl: string | null;
  readonly isLocal: boolean;
  readonly title: string;
  readonly description: string | null;
  readonly publishedAt: string | null;
  readonly durationSeconds: number | null;
  readonly aspectRatio: number | null;
  readonly language: string | null;
  readonly licence: string | null;
  readonly viewCount: number | null;
  readonly downloadable: boolean | null;
  readonly posterUrl: string | null;
  readonly embedUrl: string | null;
  readonly pageUrl: string | null;
  readonly channel: Actor | null;
  readonly account: Actor | null;
  readonly privacyId: number;
  readonly stateId: number;
  readonly isLive: boolean;
  readonly sensitive: Pick<Sensitive, 'flags' | 'summary'> | null;
  readonly hls: readonly PeerTubeHls[];
  readonly files: readonly FileMedia[];
  readonly trackerUrls: readonly string[];
  /** 1: every page may embed it. */
  readonly embedPolicyId: number;
};

export type PeerTubeHls = HlsMedia & {
  /** One file a rendition. In films with split audio the sound is a file of its own, without a picture. */
  readonly files: readonly FileMedia[];
  /** Do pictures and sound come in one file each? Null if the instance does not say. */
  readonly isMuxed: boolean | null;
};

/** Null if this is no film of PeerTube's. `origin` is the instance that was asked. */
export function parsePeerTubeFilm(value: unknown, origin: string): PeerTubeFilm | null {
  if (!isRecord(value)) return null;
  const uuid = parseText(value.uuid, 36);
  if (uuid === null || !isUuid(uuid)) return null;
  const objectUrl = parseHttpUrl(value.url);
  const shortId = shortenUuid(uuid);
  const isLive = value.isLive === true;
  return {
    numericId: parseInteger(value.id, 1),
    uuid: uuid.toLowerCase(),
    objectUrl,
    isLocal: value.isLocal !== false,
    title: parseText(value.name, 1000) ?? '',
    description: parseText(value.description, 100_000) ?? parseText(value.truncatedDescription, 100_000),
    publishedAt: parseText(value.originallyPublishedAt, 40) ?? parseText(value.publishedAt, 40),
    durationSeconds: isLive ? null : parseNumber(value.duration, 0.001),
    aspectRatio: parseNumber(value.aspectRatio, 0.05, 20),
    language: parseLanguage(field(value.language, 'id')),
    licence: labelOf(value.licence),
    viewCount: parseNumber(value.views, 0),
    downloadable: typeof value.downloadEnabled === 'boolean' ? value.downloadEnabled : null,
    posterUrl: parsePosterUrl(value, origin),
    embedUrl: parseHttpUrl(value.embedPath, origin) ?? `${origin}/videos/embed/${shortId}`,
    pageUrl: `${objectUrl === null ? origin : new URL(objectUrl).origin}/w/${shortId}`,
    channel: parseActor(value.channel, origin),
    account: parseActor(value.account, origin),
    privacyId: parseInteger(field(value.privacy, 'id')) ?? PRIVACY.public,
    stateId: parseInteger(field(value.state, 'id')) ?? STATE.published,
    isLive,
    sensitive: value.nsfw === true ? parseSensitive(value) : null,
    hls: parseList(value.streamingPlaylists, 20).flatMap((item) => parseHls(item, origin)),
    files: parseFiles(value.files, origin),
    trackerUrls: parseTrackerUrls(value.trackerUrls),
    embedPolicyId: parseInteger(field(value.embedPrivacyPolicy, 'id')) ?? 1,
  };
}

/** 8.1 lists pictures of all sizes; before that there are two paths on the instance that was asked. */
export function parsePosterUrl(value: JsonRecord, origin: string, widestPx = 1920): string | null {
  const pictures = parseList(value.thumbnails, 40)
    .filter(isRecord)
    .map((item) => ({ url: parseHttpUrl(item.fileUrl, origin), widthPx: parseNumber(item.width, 1) ?? 0 }))
    .filter(({ widthPx }) => widthPx <= widestPx)
    .sort((a, b) => b.widthPx - a.widthPx);
  return (
    firstOf(pictures, ({ url }) => url) ??
    firstOf(['previewUrl', 'thumbnailUrl', 'previewPath', 'thumbnailPath'], (name) => parseHttpUrl(value[name], origin))
  );
}

export function parseActor(value: unknown, origin: string): Actor | null {
  if (!isRecord(value)) return null;
  const name = parseText(value.name, 200);
  const host = parseText(value.host, 260);
  const shown = parseText(value.displayName, 200) || name;
  if (shown === null || shown === '') return null;
  const avatars = parseList(value.avatars, 20).filter(isRecord);
  const widest = avatars.sort((a, b) => (parseNumber(b.width) ?? 0) - (parseNumber(a.width) ?? 0));
  return {
    name: shown,
    handle: name !== null && host !== null ? `${name}@${host}` : name,
    url: parseHttpUrl(value.url),
    avatarUrl: firstOf(widest, (item) => parseHttpUrl(item.fileUrl, origin) ?? parseHttpUrl(item.path, origin)),
  };
}

/** 7.2 and later say what is sensitive, as bits. */
export function parseSensitive(value: JsonRecord): Pick<Sensitive, 'flags' | 'summary'> {
  const bits = parseInteger(value.nsfwFlags, 0) ?? 0;
  const flags: ('violent' | 'sexual')[] = [];
  if ((bits & 1) !== 0) flags.push('violent');
  if ((bits & 2) !== 0) flags.push('sexual');
  return { flags, summary: parseText(value.nsfwSummary, 2000) };
}

function parseHls(value: unknown, origin: string): readonly PeerTubeHls[] {
  if (!isRecord(value)) return [];
  const url = parseHttpUrl(value.playlistUrl, origin);
  if (url === null) return [];
  const mirrorUrls = parseList(value.redundancies, 50)
    .flatMap((item) => parseHttpUrl(field(item, 'baseUrl')) ?? [])
    .map((mirror) => mirror.replace(/\/+$/, ''));
  const items = parseList(value.files, 100).filter(isRecord);
  const files = parseFiles(value.files, origin);
  return [
    {
      kind: 'hls',
      url,
      hashesUrl: parseHttpUrl(value.segmentsSha256Url, origin),
      mirrorUrls: [...new Set(mirrorUrls)],
      files,
      ...(areMp4(files) ? { isFragmentedMp4: true } : {}),
      isMuxed: items.length === 0 ? null : !items.some(isSplit),
    },
  ];
}

/** A film's picture is split from its sound if one of its files holds only one of the two. */
function isSplit(file: JsonRecord): boolean {
  return file.hasAudio === false || (file.hasVideo === false && file.hasAudio === true);
}

function parseFiles(value: unknown, origin: string): readonly FileMedia[] {
  return parseList(value, 100)
    .flatMap((item): readonly FileMedia[] => {
      if (!isRecord(item)) return [];
      const url = parseHttpUrl(item.fileUrl, origin);
      if (url === null) return [];
      const heightPx = parseNumber(field(item.resolution, 'id'), 1, 100_000);
      const frameRate = parseNumber(item.fps, 1, 1000);
      return [
        {
          kind: 'file',
          url,
          mimeType: mimeTypeOf(url),
          label: fileLabel(heightPx, frameRate),
          widthPx: parseNumber(item.width, 1, 100_000),
          heightPx,
          frameRate,
          sizeBytes: parseNumber(item.size, 1),
          mirrorUrls: [],
        },
      ];
    })
    .sort((a, b) => (b.heightPx ?? 0) - (a.heightPx ?? 0));
}

const MIME_TYPES: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/mp4',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  ogv: 'video/ogg',
  ogg: 'video/ogg',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
};

/** What a file's name says of its kind; null where it says nothing. */
export function mimeTypeOf(url: string): string | null {
  return MIME_TYPES[/\.([a-z0-9]{2,4})$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? ''] ?? null;
}

function labelOf(value: unknown): string | null {
  return field(value, 'id') === null ? null : parseText(field(value, 'label'), 200);
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : null;
}
