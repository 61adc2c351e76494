import type { PlayerState } from '../player/state.ts';
import { linkTime } from './format.ts';

/** The page where people watch the film, at a second if one is given; null where it has none. */
export function pageLink({ video, isLive }: PlayerState, atSeconds: number | null): string | null {
  return withStart(video?.pageUrl ?? null, isLive ? null : atSeconds);
}

/** The same for the film in a frame. */
export function embedLink({ video, isLive }: PlayerState, atSeconds: number | null): string | null {
  return withStart(video?.embedUrl ?? null, isLive ? null : atSeconds);
}

/** Null stays null; the first second needs no parameter. */
function withStart(address: string | null, atSeconds: number | null): string | null {
  if (address === null || atSeconds === null || atSeconds < 1) return address;
  const url = new URL(address);
  url.searchParams.set('start', linkTime(atSeconds));
  return url.href;
}
