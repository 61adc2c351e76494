import type { PlayerState } from '../player/state.ts';

/** An iframe of this address that the link previews of the fediverse accept. */
export function embedCode({ video }: PlayerState, address: string | null): string | null {
  if (address === null) return null;
  const height = Math.round(560 / (video?.aspectRatio ?? 16 / 9));
  return (
    `<iframe src="${escapeAttribute(address)}" width="560" height="${height}" title="${escapeAttribute(video?.title ?? '')}" ` +
    'frameborder="0" allowfullscreen allow="autoplay; fullscreen; picture-in-picture; encrypted-media; clipboard-write; web-share"></iframe>'
  );
}

/** A picture that leads to the film. */
export function markdownLink(state: PlayerState, link: string): string {
  const title = (state.video?.title ?? '').replace(/[[\]\\]/g, '\\$&') || link;
  const poster = state.video?.posterUrl;
  return poster ? `[![${title}](${poster})](${link})` : `[${title}](${link})`;
}

/** Diaspora* plays a bare link to an mp4 and shows the page's link beside it. */
export function diasporaText(state: PlayerState, link: string): string {
  const file = state.video?.media.find((media) => media.kind === 'file' && media.url.startsWith('https:'));
  return file?.kind === 'file' ? `${file.url}\n${link}` : link;
}

/** WordPress turns the link into an embed if it knows the instance; the shortcode asks it to. */
export function wordpressCode(link: string): string {
  return `[embed]${link}[/embed]`;
}

function escapeAttribute(text: string): string {
  return text.replace(/[&"<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
