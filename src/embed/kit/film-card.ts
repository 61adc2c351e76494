import type { FileMedia, Video } from '../../media/video.ts';

/** Width and height in CSS pixels. */
export type Size = { readonly widthPx: number; readonly heightPx: number };

/** What link previews need to know of a film, with every address absolute. */
export type FilmCard = {
  readonly title: string;
  readonly description: string;
  /** Where people watch it. */
  readonly pageUrl: string;
  readonly playerUrl: string;
  readonly authorName: string | null;
  readonly authorUrl: string | null;
  readonly providerName: string;
  readonly providerUrl: string;
  readonly poster: { readonly url: string; readonly size: Size } | null;
  /** A file that a browser plays by itself, for consumers that show no frames. */
  readonly mp4: FileMedia | null;
  readonly size: Size;
  /** ISO 8601, such as `PT61S`. */
  readonly duration: string | null;
  readonly publishedAt: string | null;
  readonly tags: readonly string[];
};

const BASE_WIDTH_PX = 560;
const DEFAULT_RATIO = 16 / 9;
/** PeerTube makes its previews this large. */
const PREVIEW_SIZE: Size = { widthPx: 850, heightPx: 480 };
const MAX_DESCRIPTION_LENGTH = 300;

/**
 * @param options.playerHost where the embed page stands, such as `https://player.example/` or a folder of it.
 * @param options.startSeconds where the film begins; 0 by default.
 */
export function createFilmCard(video: Video, options: { playerHost: string; startSeconds?: number }): FilmCard {
  const pageUrl = video.pageUrl ?? video.id;
  const actor = video.channel ?? video.account;
  const ratio = video.aspectRatio !== null && video.aspectRatio > 0 ? video.aspectRatio : DEFAULT_RATIO;
  const host = new URL(pageUrl).origin;
  return {
    title: video.title,
    description: shorten(video.description ?? '', MAX_DESCRIPTION_LENGTH),
    pageUrl,
    playerUrl: playerAddress(pageUrl, { playerHost: options.playerHost, startSeconds: options.startSeconds ?? 0 }),
    authorName: actor?.name ?? null,
    authorUrl: actor?.url ?? null,
    providerName: video.instance?.name ?? new URL(pageUrl).host,
    providerUrl: video.instance?.origin ?? host,
    poster: video.posterUrl === null ? null : { url: video.posterUrl, size: PREVIEW_SIZE },
    mp4: findMp4(video),
    size: { widthPx: BASE_WIDTH_PX, heightPx: Math.round(BASE_WIDTH_PX / ratio) },
    duration: video.durationSeconds === null ? null : `PT${Math.round(video.durationSeconds)}S`,
    publishedAt: video.publishedAt,
    tags: [],
  };
}

/** The embed page's address for a film. */
export function playerAddress(filmUrl: string, options: { playerHost: string; startSeconds?: number }): string {
  const folder = options.playerHost.endsWith('/') ? options.playerHost : `${options.playerHost}/`;
  const url = new URL('embed.html', folder);
  url.searchParams.set('url', filmUrl);
  if (options.startSeconds !== undefined && options.startSeconds > 0) {
    url.searchParams.set('start', `${Math.floor(options.startSeconds)}s`);
  }
  return url.href;
}

/** The largest size within both limits that keeps the ratio; a limit that is no positive number counts as none. */
export function fitSize(size: Size, limits: { maxWidthPx?: number | null; maxHeightPx?: number | null }): Size {
  const limit = (value: number | null | undefined) =>
    value !== null && value !== undefined && value > 0 ? value : Infinity;
  const scale = Math.min(1, limit(limits.maxWidthPx) / size.widthPx, limit(limits.maxHeightPx) / size.heightPx);
  const atLeastOne = (value: number) => Math.max(1, Math.floor(value * scale));
  return { widthPx: atLeastOne(size.widthPx), heightPx: atLeastOne(size.heightPx) };
}

function findMp4(video: Video): FileMedia | null {
  const files = video.media.filter((media): media is FileMedia => media.kind === 'file');
  const mp4s = files.filter((file) => file.url.startsWith('https:') && isMp4(file));
  return (
    mp4s.sort((a, b) => (b.heightPx ?? 0) - (a.heightPx ?? 0)).find((file) => (file.heightPx ?? 0) <= 720) ??
    mp4s[0] ??
    null
  );
}

function isMp4(file: FileMedia): boolean {
  return file.mimeType === 'video/mp4' || new URL(file.url).pathname.endsWith('.mp4');
}

function shorten(text: string, maxLength: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).trimEnd()}…`;
}
