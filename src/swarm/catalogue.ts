import type { Manifest, MediaPlaylist, Segment, Stream } from '../media/segment.ts';
import { segmentEndSeconds } from '../media/segment.ts';
import { hashText } from './election.ts';

export type Listing = {
  readonly playlist: MediaPlaylist;
  readonly streamHash: number;
  readonly bitrateBitsPerSecond: number | null;
  readonly byId: ReadonlyMap<number, Segment>;
};

/** Which streams and segments the film has, as its playlists say now. */
export class Catalogue {
  readonly #listings = new Map<string, Listing>();
  #streams: readonly Stream[] = [];

  get listings(): Iterable<[string, Listing]> {
    return this.#listings;
  }

  setManifest(manifest: Manifest): void {
    this.#streams = manifest.streams;
  }

  setPlaylist(playlist: MediaPlaylist): void {
    const stream = this.#streams.find((one) => one.key === playlist.streamKey);
    this.#listings.set(playlist.streamKey, {
      playlist,
      streamHash: hashText(playlist.streamKey),
      bitrateBitsPerSecond: stream?.bitrateBitsPerSecond ?? null,
      byId: new Map(playlist.segments.map((segment) => [segment.id, segment])),
    });
  }

  listing(streamKey: string): Listing | null {
    return this.#listings.get(streamKey) ?? null;
  }

  segment(streamKey: string, id: number): Segment | null {
    return this.#listings.get(streamKey)?.byId.get(id) ?? null;
  }

  /** Is there a segment in this file? */
  hasMedia(url: string): boolean {
    for (const { playlist } of this.#listings.values()) {
      if (playlist.segments.some((segment) => segment.url === url)) return true;
    }
    return false;
  }
}

/** Index of the first segment that ends after `seconds`; the length of the list if there is none. */
export function firstSegmentAfter(segments: readonly Segment[], seconds: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle];
    if (segment !== undefined && segmentEndSeconds(segment) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}
