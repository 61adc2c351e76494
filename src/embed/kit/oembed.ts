import { iframeCode } from './embed-code.ts';
import { type FilmCard, fitSize } from './film-card.ts';

/** An answer as oEmbed 1.0 defines the type `video` (https://oembed.com, 2.3.4.2). */
export type OEmbed = {
  readonly type: 'video';
  readonly version: '1.0';
  readonly title: string;
  readonly html: string;
  readonly width: number;
  readonly height: number;
  readonly author_name?: string;
  readonly author_url?: string;
  readonly provider_name: string;
  readonly provider_url: string;
  readonly thumbnail_url?: string;
  readonly thumbnail_width?: number;
  readonly thumbnail_height?: number;
  readonly cache_age: number;
};

/** How long a consumer may keep the answer: a day. */
export const OEMBED_CACHE_SECONDS = 86_400;

/** @param limits what the consumer's page has room for; the film's ratio is kept. */
export function createOEmbed(
  card: FilmCard,
  limits: { maxWidthPx?: number | null; maxHeightPx?: number | null } = {},
): OEmbed {
  const size = fitSize(card.size, limits);
  const thumbnail = card.poster === null ? null : { url: card.poster.url, size: fitSize(card.poster.size, limits) };
  return {
    type: 'video',
    version: '1.0',
    title: card.title,
    html: iframeCode(card, limits),
    width: size.widthPx,
    height: size.heightPx,
    ...(card.authorName === null ? {} : { author_name: card.authorName }),
    ...(card.authorUrl === null ? {} : { author_url: card.authorUrl }),
    provider_name: card.providerName,
    provider_url: card.providerUrl,
    ...(thumbnail === null
      ? {}
      : {
          thumbnail_url: thumbnail.url,
          thumbnail_width: thumbnail.size.widthPx,
          thumbnail_height: thumbnail.size.heightPx,
        }),
    cache_age: OEMBED_CACHE_SECONDS,
  };
}
