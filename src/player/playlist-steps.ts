import type { VideoPlaylist, VideoPlaylistEntry } from '../media/video-playlist.ts';

/** Does the row hold a film that can be asked for? */
export function isPlayable(entry: VideoPlaylistEntry): boolean {
  return entry.video !== null;
}

/** The row of a position as the instance numbers it, or the first playable one after it, or the first at all; -1 if none. */
export function findEntry(playlist: VideoPlaylist, position: number): number {
  const { entries } = playlist;
  const wanted = entries.findIndex((entry) => entry.position >= position && isPlayable(entry));
  return wanted >= 0 ? wanted : entries.findIndex(isPlayable);
}

/** The next playable row in a direction, around the end if the list loops; -1 if there is none. */
export function stepEntry(
  playlist: VideoPlaylist,
  from: number,
  options: { readonly step: 1 | -1; readonly isLooping: boolean },
): number {
  const count = playlist.entries.length;
  for (let distance = 1; distance <= count; distance++) {
    const index = from + options.step * distance;
    if (!options.isLooping && (index < 0 || index >= count)) return -1;
    const wrapped = ((index % count) + count) % count;
    if (isPlayable(playlist.entries[wrapped]!)) return wrapped;
  }
  return -1;
}
