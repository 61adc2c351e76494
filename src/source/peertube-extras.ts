import { isRecord, parseHttpUrl, parseList, parseNumber, parseText } from '../base/check.ts';
import type { Caption, Chapter, Live, PlayerTheme, Storyboard } from '../media/video.ts';
import { type Asking, askJson } from './ask.ts';
import { createStoryboard, parseLatency, parseMoments } from './film-object.ts';
import { type InstanceConfig, parsePlayerTheme } from './instance-config.ts';
import { firstOf, parseLanguage } from './parse-parts.ts';

/** What a player fetches beside a film. A part that the instance does not give is null, and never a reason to fail. */
export type FilmExtras = {
  readonly captions: readonly Caption[] | null;
  readonly chapters: readonly Chapter[] | null;
  readonly storyboard: Storyboard | null;
};

export type ExtrasRequest = {
  readonly origin: string;
  readonly uuid: string;
  readonly isLive: boolean;
  readonly headers: Readonly<Record<string, string>>;
};

/** Captions, chapters and storyboard, asked for at the same time. */
export async function askExtras(asking: Asking, request: ExtrasRequest): Promise<FilmExtras> {
  const { origin, uuid, headers } = request;
  const ask = async (path: string) => {
    const answer = await askJson(asking, { url: `${origin}/api/v1/videos/${uuid}/${path}`, headers });
    return answer.ok ? answer.value.value : null;
  };
  // A live has no chapters and no storyboard.
  const [captions, chapters, storyboards] = await Promise.all([
    ask('captions'),
    request.isLive ? null : ask('chapters'),
    request.isLive ? null : ask('storyboards'),
  ]);
  return {
    captions: captions === null ? null : parseCaptions(captions, origin),
    chapters: chapters === null ? null : parseChapters(chapters),
    storyboard: parseStoryboards(storyboards, origin),
  };
}

/** The film's own player settings, which instances have since 8.0. Never rejects: null where nothing is known. */
export async function askPlayerTheme(
  asking: Asking,
  request: Omit<ExtrasRequest, 'isLive'>,
  config: Promise<InstanceConfig | null>,
): Promise<PlayerTheme | null> {
  const { origin, uuid, headers } = request;
  try {
    const version = (await config)?.instance.version ?? '';
    if (!(Number.parseInt(version, 10) >= 8)) return null;
    const answer = await askJson(asking, { url: `${origin}/api/v1/player-settings/videos/${uuid}`, headers });
    return answer.ok && isRecord(answer.value.value) ? parsePlayerTheme(answer.value.value.theme) : null;
  } catch (error) {
    asking.ports.log.note('debug', 'The player settings of a film were given up.', { error });
    return null;
  }
}

export function parseCaptions(value: unknown, origin: string): readonly Caption[] {
  if (!isRecord(value)) return [];
  return parseList(value.data, 200).flatMap((item): readonly Caption[] => {
    if (!isRecord(item)) return [];
    const about = isRecord(item.language) ? item.language : {};
    const language = parseLanguage(about.id);
    const url = parseHttpUrl(item.fileUrl, origin) ?? parseHttpUrl(item.captionPath, origin);
    if (language === null || url === null) return [];
    const label = parseText(about.label, 200) ?? language;
    return [{ language, label, url, isAutomatic: item.automaticallyGenerated === true }];
  });
}

export function parseChapters(value: unknown): readonly Chapter[] {
  if (!isRecord(value)) return [];
  return readChapters(parseList(value.chapters), 'timecode', 'title');
}

/** The `hasPart` list that a film object's `hasParts` leads to. */
export function parseObjectChapters(value: unknown): readonly Chapter[] {
  if (!isRecord(value)) return [];
  return readChapters(parseList(value.hasPart), 'startOffset', 'name');
}

function readChapters(items: readonly unknown[], time: string, title: string): readonly Chapter[] {
  return items
    .flatMap((item): readonly Chapter[] => {
      if (!isRecord(item)) return [];
      const startSeconds = parseNumber(item[time], 0);
      const name = parseText(item[title], 500);
      return startSeconds === null || name === null ? [] : [{ startSeconds, title: name }];
    })
    .sort((a, b) => a.startSeconds - b.startSeconds);
}

export function parseStoryboards(value: unknown, origin: string): Storyboard | null {
  if (!isRecord(value)) return null;
  return firstOf(parseList(value.storyboards, 20), (item) =>
    isRecord(item)
      ? createStoryboard(parseHttpUrl(item.fileUrl, origin) ?? parseHttpUrl(item.storyboardPath, origin), {
          sheetWidthPx: item.totalWidth,
          sheetHeightPx: item.totalHeight,
          tileWidthPx: item.spriteWidth,
          tileHeightPx: item.spriteHeight,
          tileSeconds: item.spriteDuration,
        })
      : null,
  );
}

export type LiveDetails = Omit<Live, 'state'>;

/** What the instance says of a live; null if it says nothing. */
export async function askLive(asking: Asking, request: Omit<ExtrasRequest, 'isLive'>): Promise<LiveDetails | null> {
  const { origin, uuid, headers } = request;
  const answer = await askJson(asking, { url: `${origin}/api/v1/videos/live/${uuid}`, headers });
  return answer.ok ? parseLiveDetails(answer.value.value) : null;
}

export function parseLiveDetails(value: unknown): LiveDetails | null {
  if (!isRecord(value)) return null;
  return {
    isPermanent: value.permanentLive === true,
    latency: parseLatency(value.latencyMode),
    dvrSeconds: parseNumber(value.dvrWindow, 1),
    startsAt: parseMoments(parseList(value.schedules, 50), 'startAt'),
  };
}
