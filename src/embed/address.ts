/** Where an embed page was found: what it should play, and the instance that its bare ids belong to. */
export type EmbedTarget = {
  /** What `resolveVideo` takes; null where the address names nothing. */
  readonly source: string | null;
  /** The instance in front of which the page stands; null on a player host. */
  readonly instance: string | null;
};

const PEERTUBE_PATH = /\/(videos|video-playlists)\/embed\/([^/;?#]{1,128})/;

/**
 * Reads the page's address. `embed.html?url=…` names anything that can be resolved; `/videos/embed/:id` and
 * `/video-playlists/embed/:id` name a film or a list of the page's own origin, as PeerTube's embed does. The fragment
 * means nothing: WordPress puts a secret of its own there.
 */
export function parseEmbedAddress(href: string): EmbedTarget {
  if (!URL.canParse(href)) return { source: null, instance: null };
  const url = new URL(href);
  const path = PEERTUBE_PATH.exec(url.pathname);
  if (path !== null) return { source: `${url.origin}/${path[1]}/embed/${path[2]}`, instance: url.origin };
  const query = url.searchParams;
  const instance = query.get('instance');
  const source = query.get('url') ?? query.get('videoId') ?? query.get('videoPlaylistId');
  return { source: source === null || source.trim() === '' ? null : source.trim(), instance };
}
