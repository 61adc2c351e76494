import { isRecord, type JsonRecord, parseHttpUrl, parseList, parseNumber, parseText } from '../base/check.ts';
import type { Caption, FileMedia, Live, Storyboard } from '../media/video.ts';
import { fileLabel, firstOf, parseLanguage } from './parse-parts.ts';
import { isUuid } from './short-id.ts';

/** A film's ActivityPub `Video` object, in our words. */
export type FilmObject = {
  readonly id: string;
  readonly uuid: string | null;
  readonly title: string;
  readonly description: string | null;
  readonly durationSeconds: number | null;
  readonly aspectRatio: number | null;
  readonly publishedAt: string | null;
  readonly language: string | null;
  readonly licence: string | null;
  readonly viewCount: number | null;
  readonly isSensitive: boolean;
  readonly sensitiveFlags: readonly ('violent' | 'sexual')[];
  readonly sensitiveSummary: string | null;
  readonly stateId: number | null;
  readonly downloadable: boolean | null;
  readonly pageUrl: string | null;
  readonly posterUrl: string | null;
  readonly captions: readonly Caption[];
  readonly storyboard: Storyboard | null;
  readonly chaptersUrl: string | null;
  readonly live: Omit<Live, 'state'> | null;
  readonly hls: readonly HlsLink[];
  readonly files: readonly FileMedia[];
  /** WebSocket ones only. */
  readonly trackerUrls: readonly string[];
  readonly actorUrls: { readonly person: string | null; readonly group: string | null };
};

export type HlsLink = {
  readonly url: string;
  /** 40 lower-case hexadecimal digits each. */
  readonly infoHashes: readonly string[];
  readonly hashesUrl: string | null;
  readonly files: readonly FileMedia[];
};

const MOST_LINKS = 200;

/** Null unless `value` is an object of type `Video`. Relative addresses belong to `base`. */
export function parseFilmObject(value: unknown, base: string): FilmObject | null {
  if (!isRecord(value) || !hasType(value, 'Video')) return null;
  const id = parseHttpUrl(value.id, base);
  if (id === null) return null;
  const links = asList(value.url).filter(isRecord);
  const uuid = parseText(value.uuid, 36);
  const tags = parseList(value.tag, MOST_LINKS).filter(isRecord);
  return {
    id,
    uuid: uuid !== null && isUuid(uuid) ? uuid.toLowerCase() : null,
    title: parseText(value.name, 1000) ?? '',
    description: parseText(value.content, 100_000),
    durationSeconds: parsePeriod(value.duration),
    aspectRatio: parseNumber(value.aspectRatio, 0.05, 20),
    publishedAt: parseText(value.originallyPublishedAt, 40) ?? parseText(value.published, 40),
    language: parseLanguage(field(value.language, 'identifier')),
    licence: parseText(field(value.licence, 'name'), 200),
    viewCount: parseNumber(value.views, 0),
    isSensitive: value.sensitive === true,
    sensitiveFlags: parseSensitiveTags(tags),
    sensitiveSummary: value.sensitive === true ? parseText(value.summary, 2000) : null,
    stateId: parseNumber(value.state, 0, 100),
    downloadable: typeof value.downloadEnabled === 'boolean' ? value.downloadEnabled : null,
    pageUrl: firstOf(links, (link) => (link.mediaType === 'text/html' ? linkUrl(link, base) : null)),
    posterUrl: parsePoster(value.icon, base),
    captions: parseCaptions(value.subtitleLanguage, base),
    storyboard: parseStoryboard(value.preview, base),
    chaptersUrl: parseHttpUrl(value.hasParts, base),
    live: value.isLiveBroadcast === true ? parseLive(value) : null,
    hls: links.filter(isHlsLink).flatMap((link) => parseHlsLink(link, base)),
    files: parseFiles(links, base),
    trackerUrls: links.flatMap(parseTracker),
    actorUrls: parseActors(value.attributedTo, base),
  };
}

export function hasType(value: JsonRecord, type: string): boolean {
  return asList(value.type).includes(type);
}

/** ActivityStreams writes a list of one as the one. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? parseList(value, MOST_LINKS) : [value];
}

function isHlsLink(link: JsonRecord): boolean {
  const type = parseText(link.mediaType, 100)?.toLowerCase();
  return type === 'application/x-mpegurl' || type === 'application/vnd.apple.mpegurl';
}

function parseHlsLink(link: JsonRecord, base: string): readonly HlsLink[] {
  const url = linkUrl(link, base);
  if (url === null) return [];
  const tags = asList(link.tag).filter(isRecord);
  const hashes = tags.filter((tag) => hasType(tag, 'Infohash')).map((tag) => parseText(tag.name, 40) ?? '');
  return [
    {
      url,
      infoHashes: [...new Set(hashes.filter((hash) => /^[0-9a-f]{40}$/i.test(hash)).map((hash) => hash.toLowerCase()))],
      hashesUrl: firstOf(tags, (tag) => (tag.name === 'sha256' ? linkUrl(tag, base) : null)),
      files: parseFiles(tags, base),
    },
  ];
}

function parseFiles(links: readonly JsonRecord[], base: string): readonly FileMedia[] {
  return links.flatMap((link): readonly FileMedia[] => {
    const mimeType = parseText(link.mediaType, 100)?.toLowerCase() ?? '';
    const url = linkUrl(link, base);
    if (url === null || !/^(?:video|audio)\//.test(mimeType) || asList(link.rel).includes('metadata')) return [];
    const heightPx = parseNumber(link.height, 0, 100_000);
    const frameRate = parseNumber(link.fps, 1, 1000);
    return [
      {
        kind: 'file',
        url,
        mimeType,
        label: fileLabel(heightPx, frameRate),
        widthPx: parseNumber(link.width, 1, 100_000),
        heightPx: heightPx === 0 ? null : heightPx,
        frameRate,
        sizeBytes: parseNumber(link.size, 1),
        mirrorUrls: [],
      },
    ];
  });
}

function parseTracker(link: JsonRecord): readonly string[] {
  return asList(link.rel).includes('tracker') ? parseTrackerUrls([link.href]) : [];
}

/** The WebSocket ones: a browser can speak to no other tracker. */
export function parseTrackerUrls(value: unknown): readonly string[] {
  return parseList(value, 20).flatMap((item) => {
    const text = parseText(item, 2048);
    return text !== null && /^wss?:\/\//i.test(text) && URL.canParse(text) ? [new URL(text).href] : [];
  });
}

function parseCaptions(value: unknown, base: string): readonly Caption[] {
  return asList(value)
    .filter(isRecord)
    .flatMap((item): readonly Caption[] => {
      const language = parseLanguage(item.identifier);
      // Since 8.2 a list of links, WebVTT and HLS; a text before.
      const url = firstOf(asList(item.url), (link) =>
        isRecord(link) ? (link.mediaType === 'text/vtt' ? linkUrl(link, base) : null) : parseHttpUrl(link, base),
      );
      if (language === null || url === null) return [];
      const label = parseText(item.name, 200) ?? language;
      return [{ language, label, url, isAutomatic: item.automaticallyGenerated === true }];
    });
}

function parseStoryboard(value: unknown, base: string): Storyboard | null {
  const preview = asList(value)
    .filter(isRecord)
    .find((item) => asList(item.rel).includes('storyboard'));
  return firstOf(asList(preview?.url), (link) => {
    if (!isRecord(link)) return null;
    return createStoryboard(linkUrl(link, base), {
      sheetWidthPx: link.width,
      sheetHeightPx: link.height,
      tileWidthPx: link.tileWidth,
      tileHeightPx: link.tileHeight,
      tileSeconds: parsePeriod(link.tileDuration),
    });
  });
}

/** Null if a measure is missing: a sheet that cannot be cut is of no use. */
export function createStoryboard(
  url: string | null,
  measures: Readonly<Record<Exclude<keyof Storyboard, 'url'>, unknown>>,
): Storyboard | null {
  const pixels = (value: unknown) => parseNumber(value, 1, 100_000);
  const sheetWidthPx = pixels(measures.sheetWidthPx);
  const sheetHeightPx = pixels(measures.sheetHeightPx);
  const tileWidthPx = pixels(measures.tileWidthPx);
  const tileHeightPx = pixels(measures.tileHeightPx);
  const tileSeconds = parseNumber(measures.tileSeconds, 0.01, 100_000);
  if (url === null || sheetWidthPx === null || sheetHeightPx === null) return null;
  if (tileWidthPx === null || tileHeightPx === null || tileSeconds === null) return null;
  return { url, sheetWidthPx, sheetHeightPx, tileWidthPx, tileHeightPx, tileSeconds };
}

function parsePoster(value: unknown, base: string): string | null {
  const images = asList(value).filter(isRecord);
  const widest = [...images].sort((a, b) => (parseNumber(b.width) ?? 0) - (parseNumber(a.width) ?? 0));
  return firstOf(widest, (image) => parseHttpUrl(image.url, base));
}

function parseLive(value: JsonRecord): Omit<Live, 'state'> {
  return {
    isPermanent: value.permanentLive === true,
    latency: parseLatency(value.latencyMode),
    dvrSeconds: parseNumber(value.dvrWindow, 1),
    startsAt: parseMoments(asList(value.schedules), 'startDate'),
  };
}

export function parseLatency(value: unknown): Live['latency'] {
  if (value === 2) return 'high';
  return value === 3 ? 'small' : 'default';
}

export function parseMoments(list: readonly unknown[], name: string): readonly string[] {
  return list.flatMap((item) => {
    const moment = parseText(isRecord(item) ? item[name] : null, 40);
    return moment !== null && /^\d{4}-\d\d-\d\dT/.test(moment) ? [moment] : [];
  });
}

/** `PT1H2M3.5S` in seconds (ISO 8601); PeerTube writes `PT{n}S`. */
function parsePeriod(value: unknown): number | null {
  const text = parseText(value, 40);
  const match = text === null ? null : /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text);
  if (match === null) return null;
  return Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
}

/** Since 7.3 plain addresses, before that objects with a type. */
function parseActors(value: unknown, base: string): FilmObject['actorUrls'] {
  const actors = asList(value).map((item) => ({
    url: parseHttpUrl(isRecord(item) ? item.id : item, base),
    type: isRecord(item) ? item.type : null,
  }));
  const find = (type: string, path: RegExp) =>
    actors.find(({ url, type: known }) => known === type || (known === null && url !== null && path.test(url)))?.url ??
    null;
  return { person: find('Person', /\/(?:accounts|a|users)\//), group: find('Group', /\/(?:video-channels|c)\//) };
}

function parseSensitiveTags(tags: readonly JsonRecord[]): readonly ('violent' | 'sexual')[] {
  const names = tags.filter((tag) => hasType(tag, 'SensitiveTag')).map((tag) => parseText(tag.name, 40) ?? '');
  const flags: ('violent' | 'sexual')[] = [];
  if (names.some((name) => /violen/i.test(name))) flags.push('violent');
  if (names.some((name) => /sex/i.test(name))) flags.push('sexual');
  return flags;
}

function linkUrl(link: JsonRecord, base: string): string | null {
  return parseHttpUrl(link.href, base);
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : null;
}
