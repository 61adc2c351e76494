import { iframeCode } from './embed-code.ts';
import type { FilmCard } from './film-card.ts';
import { escapeHtml, scriptJson, tag } from './markup.ts';

/**
 * A page of its own for a film: what link previews read in its head, and the player in its body.
 * @param options.pageUrl the address at which this page will stand.
 * @param options.oEmbedUrl where its oEmbed answer stands: a static file, or a service with one encoded `url`.
 */
export function createFilmPage(
  card: FilmCard,
  options: { pageUrl: string; oEmbedUrl: string; language?: string },
): string {
  const head = [
    '<meta charset="utf-8">',
    tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    `<title>${escapeHtml(card.title)}</title>`,
    tag('meta', { name: 'description', content: card.description }),
    tag('link', { rel: 'canonical', href: card.pageUrl }),
    tag('link', { rel: 'alternate', type: 'application/json+oembed', href: options.oEmbedUrl, title: card.title }),
    ...openGraph(card, options.pageUrl),
    ...twitterCard(card),
    `<script type="application/ld+json">${scriptJson(jsonLd(card))}</script>`,
    `<style>${PAGE_STYLE}</style>`,
  ];
  const frame = iframeCode(card);
  const link = `<p><a href="${escapeHtml(card.pageUrl)}">${escapeHtml(card.title)}</a></p>`;
  return [
    '<!doctype html>',
    `<html lang="${escapeHtml(options.language ?? 'en')}">`,
    `<head>\n${head.join('\n')}\n</head>`,
    `<body>\n${frame}\n${link}\n</body>`,
    '</html>\n',
  ].join('\n');
}

const PAGE_STYLE =
  'body{margin:0;font:16px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText;color-scheme:light dark}' +
  'iframe{display:block;width:100%;height:auto;aspect-ratio:16/9;max-height:90vh}p{padding:0 1rem}';

/** Two `og:video` entries: the frame for those that show frames, the file for those that show files. */
function openGraph(card: FilmCard, pageUrl: string): string[] {
  const property = (name: string, content: string | number | null) =>
    content === null ? [] : [tag('meta', { property: name, content: String(content) })];
  const video = (url: string, type: string, size: { widthPx: number | null; heightPx: number | null }) => [
    ...property('og:video', url),
    ...property('og:video:url', url),
    ...property('og:video:secure_url', url.startsWith('https:') ? url : null),
    ...property('og:video:type', type),
    ...property('og:video:width', size.widthPx),
    ...property('og:video:height', size.heightPx),
  ];
  return [
    ...property('og:type', 'video.other'),
    ...property('og:site_name', card.providerName),
    ...property('og:title', card.title),
    ...property('og:description', card.description),
    ...property('og:url', pageUrl),
    ...property('og:image', card.poster?.url ?? null),
    ...property('og:image:width', card.poster?.size.widthPx ?? null),
    ...property('og:image:height', card.poster?.size.heightPx ?? null),
    ...video(card.playerUrl, 'text/html', card.size),
    ...(card.mp4 === null ? [] : video(card.mp4.url, 'video/mp4', card.mp4)),
  ];
}

/** `summary_large_image` would hide the player in Misskey: the card is always a player. */
function twitterCard(card: FilmCard): string[] {
  const name = (key: string, content: string | number | null) =>
    content === null ? [] : [tag('meta', { name: key, content: String(content) })];
  return [
    ...name('twitter:card', 'player'),
    ...name('twitter:title', card.title),
    ...name('twitter:description', card.description),
    ...name('twitter:image', card.poster?.url ?? null),
    ...name('twitter:player', card.playerUrl),
    ...name('twitter:player:width', card.size.widthPx),
    ...name('twitter:player:height', card.size.heightPx),
    ...name('twitter:player:stream', card.mp4?.url ?? null),
    ...name('twitter:player:stream:content_type', card.mp4 === null ? null : 'video/mp4'),
  ];
}

/** https://schema.org/VideoObject */
function jsonLd(card: FilmCard): unknown {
  return {
    '@context': 'https://schema.org',
    '@type': 'VideoObject',
    name: card.title,
    description: card.description,
    url: card.pageUrl,
    embedUrl: card.playerUrl,
    ...(card.mp4 === null ? {} : { contentUrl: card.mp4.url }),
    ...(card.poster === null ? {} : { thumbnailUrl: card.poster.url }),
    ...(card.publishedAt === null ? {} : { uploadDate: card.publishedAt }),
    ...(card.duration === null ? {} : { duration: card.duration }),
    ...(card.authorName === null ? {} : { author: { '@type': 'Person', name: card.authorName, url: card.authorUrl } }),
  };
}
