import type { FileMedia, HlsMedia, Media } from '../media/video.ts';

/** What this browser can do with media. */
export type PlaybackAbilities = {
  /** `MediaSource` or `ManagedMediaSource` with the usual codecs. */
  readonly hasMediaSource: boolean;
  /** The media element plays HLS by itself. */
  readonly hasNativeHls: boolean;
};

/** One way to play a film. */
export type PlaybackWay =
  | { readonly kind: 'hls'; readonly media: HlsMedia }
  | { readonly kind: 'native'; readonly media: HlsMedia }
  | { readonly kind: 'file'; readonly files: readonly FileMedia[] };

/** Ways to play, best first: the player takes the first and goes on to the next where one fails for good. */
export function planPlayback(
  media: readonly Media[],
  abilities: PlaybackAbilities,
  preferred: 'hls' | 'file' = 'hls',
): readonly PlaybackWay[] {
  const streams = media.filter((way) => way.kind === 'hls');
  const files = media.filter((way) => way.kind === 'file');
  const bySupply = abilities.hasMediaSource ? streams.map((stream) => ({ kind: 'hls', media: stream }) as const) : [];
  // What the browser streams by itself cannot be shared and takes no headers: only where there is no other way.
  const isNativeNeeded = abilities.hasNativeHls && !abilities.hasMediaSource;
  const byBrowser = isNativeNeeded ? streams.map((stream) => ({ kind: 'native', media: stream }) as const) : [];
  const byFile = files.length > 0 ? [{ kind: 'file', files } as const] : [];
  return preferred === 'file' ? [...byFile, ...bySupply, ...byBrowser] : [...bySupply, ...byBrowser, ...byFile];
}
