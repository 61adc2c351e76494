import { type FilmCard, fitSize } from './film-card.ts';
import { tag } from './markup.ts';

/** What Misskey's list of features holds; everything else in it makes Misskey drop the player. */
export const IFRAME_ALLOW = 'autoplay; fullscreen; picture-in-picture; encrypted-media; clipboard-write; web-share';

/**
 * The `<iframe>` that sites paste: one element and nothing around it (WordPress hides the frame behind a quotation,
 * Misskey wants the code to begin and end with the frame), with `allowfullscreen` because Mastodon drops `allow`.
 */
export function iframeCode(
  card: FilmCard,
  limits: { maxWidthPx?: number | null; maxHeightPx?: number | null } = {},
): string {
  const size = fitSize(card.size, limits);
  const opening = tag('iframe', {
    src: card.playerUrl,
    width: size.widthPx,
    height: size.heightPx,
    title: card.title,
    frameborder: 0,
    allowfullscreen: '',
    allow: IFRAME_ALLOW,
  });
  return `${opening}</iframe>`;
}

/** Fills its parent's width at the film's own ratio, in themes that give frames no height. */
export function responsiveCode(card: FilmCard): string {
  const percent = ((100 * card.size.heightPx) / card.size.widthPx).toFixed(2);
  const frame = tag('iframe', {
    src: card.playerUrl,
    title: card.title,
    frameborder: 0,
    allowfullscreen: '',
    allow: IFRAME_ALLOW,
    style: 'position: absolute; inset: 0; width: 100%; height: 100%',
  });
  return `<div style="position: relative; padding-top: ${percent}%">${frame}</iframe></div>`;
}

/** Diaspora* shows frames of the providers it knows only, but plays a plain link to an mp4. */
export function diasporaText(card: FilmCard): string {
  const link = `${card.title}\n${card.pageUrl}`;
  return card.mp4 === null ? link : `${card.mp4.url}\n\n${link}`;
}

/** WordPress turns a bare address on a line of its own into the player, by oEmbed. */
export function wordPressText(card: FilmCard): string {
  return `[embed]${card.pageUrl}[/embed]`;
}

export function markdownText(card: FilmCard): string {
  const title = card.title.replace(/([\\[\]*_`])/g, '\\$1');
  const picture = card.poster === null ? title : `![${title}](${encodeURI(decodeSafely(card.poster.url))})`;
  return `[${picture}](${card.pageUrl})`;
}

function decodeSafely(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
