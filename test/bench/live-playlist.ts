import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How many segments a live shows at a time, and how many are there when the first viewer comes. */
const WINDOW_SEGMENTS = 8;

/** File names in order, as ffmpeg listed them. */
export async function listLiveSegments(folder: string): Promise<readonly string[]> {
  const playlist = await readFile(join(folder, '0.m3u8'), 'utf8');
  return playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** The playlist of a live after so many seconds: a window over the film, which begins anew at its end. */
export function writeLivePlaylist(segments: readonly string[], segmentSeconds: number, elapsedSeconds: number): string {
  const published = WINDOW_SEGMENTS + Math.floor(elapsedSeconds / segmentSeconds);
  const first = published - WINDOW_SEGMENTS;
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    `#EXT-X-TARGETDURATION:${segmentSeconds}`,
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${Math.floor(first / segments.length)}`,
  ];
  for (let id = first; id < published; id++) {
    if (id > first && id % segments.length === 0) lines.push('#EXT-X-DISCONTINUITY');
    lines.push(`#EXTINF:${segmentSeconds.toFixed(3)},`, segments[id % segments.length] ?? '');
  }
  return `${lines.join('\n')}\n`;
}

/** Seconds of live that have been published after so many seconds, on the player's time line. */
export function liveEdgeSeconds(segmentSeconds: number, elapsedSeconds: number): number {
  return (WINDOW_SEGMENTS + Math.floor(elapsedSeconds / segmentSeconds)) * segmentSeconds;
}
