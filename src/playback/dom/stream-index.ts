import type {
  Fragment,
  FragmentLoaderContext,
  Level,
  LevelDetails,
  ManifestLoadedData,
  MediaFragment,
  MediaPlaylist as Track,
} from 'hls.js';
import type { MediaPlaylist, Segment, Stream } from '../../media/segment.ts';
import type { LoadTarget } from '../../swarm/supply.ts';
import { extractAudioOnly } from '../audio-only.ts';
import { createStreamCatalog, type StreamCatalog } from '../master-playlist.ts';

/** A player of interstitials has a few masters open at once. */
const MAX_TEXTS = 8;

/** Knows which stream and segment of the film each of hls.js's levels, tracks and fragments is. */
export class StreamIndex {
  #catalog: StreamCatalog | null = null;
  #hasAudioOnly = false;
  readonly #texts = new Map<string, string>();
  readonly #targets = new WeakMap<object, { readonly streamKey: string; readonly id: number }>();
  readonly #liveStreams = new Set<string>();

  /** Can the film's sound be had apart from its picture? */
  get hasAudioOnly(): boolean {
    return this.#hasAudioOnly;
  }

  /** Keeps a master's own text: hls.js drops the variants that it cannot play, and their places count. */
  rememberText(url: string, text: string): void {
    this.#texts.delete(url);
    this.#texts.set(url, text);
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= MAX_TEXTS) break;
      this.#texts.delete(oldest);
    }
  }

  setManifest(data: ManifestLoadedData): StreamCatalog['manifest'] {
    const codecs = new Map<string, { videoCodec: string | null; audioCodec: string | null }>();
    for (const level of data.levels) {
      codecs.set(level.url, { videoCodec: level.videoCodec ?? null, audioCodec: level.audioCodec ?? null });
    }
    for (const track of data.audioTracks)
      codecs.set(track.url, { videoCodec: null, audioCodec: track.audioCodec ?? null });
    const text = this.#texts.get(data.url) ?? '';
    this.#catalog = createStreamCatalog(text, data.url, (url) => codecs.get(url) ?? null);
    this.#hasAudioOnly = extractAudioOnly(text, data.url) !== null;
    this.#liveStreams.clear();
    return this.#catalog.manifest;
  }

  streamOfLevel(level: Level | undefined): Stream | null {
    if (level === undefined || this.#catalog === null) return null;
    const main = this.#catalog.findStream('main', level.uri, { ...level.attrs });
    // Where only sound is played, hls.js takes its track for a level.
    return main ?? this.#catalog.findStream('secondary', level.uri, {});
  }

  /** Null for sound that the main stream carries. */
  streamOfTrack(track: Track | undefined): Stream | null {
    return track?.url ? (this.#catalog?.findStream('secondary', track.url, { ...track.attrs }) ?? null) : null;
  }

  setDetails(stream: Stream, details: LevelDetails): MediaPlaylist {
    if (details.live) this.#liveStreams.add(stream.key);
    // A live that ended keeps its numbers: what was shared under them stays the same bytes.
    const isNumberedBySequence = this.#liveStreams.has(stream.key);
    const segments: Segment[] = [];
    for (const fragment of details.fragments) {
      const id = isNumberedBySequence ? fragment.sn : fragment.sn - details.startSN;
      this.#targets.set(fragment, { streamKey: stream.key, id });
      const isGap = fragment.tagList.some((tag) => tag[0] === 'GAP');
      if (!isGap) segments.push(toSegment(stream.key, id, fragment));
    }
    return { streamKey: stream.key, url: details.url, isLive: details.live, segments };
  }

  /** Null for init sections, and for what no playlist of media listed. */
  segmentOf(fragment: Fragment): { readonly streamKey: string; readonly id: number } | null {
    return this.#targets.get(fragment) ?? null;
  }

  /** Whole media segments are shared; init sections, parts of segments, subtitles and key frames are resources. */
  targetOf(context: FragmentLoaderContext): LoadTarget {
    const target = context.part === null ? this.segmentOf(context.frag) : null;
    if (target !== null) return { kind: 'segment', ...target };
    return resourceOf(context);
  }
}

/** hls.js's range end is exclusive, 0 and 0 are the whole file; its addresses may be relative to the page. */
export function resourceOf(context: { url: string; rangeStart?: number; rangeEnd?: number }): LoadTarget {
  const { rangeStart, rangeEnd } = context;
  const url = URL.canParse(context.url, document.baseURI) ? new URL(context.url, document.baseURI).href : context.url;
  return { kind: 'resource', url, range: rangeEnd ? { start: rangeStart ?? 0, end: rangeEnd } : null };
}

function toSegment(streamKey: string, id: number, fragment: MediaFragment): Segment {
  const [start, end] = fragment.byteRange;
  return {
    streamKey,
    id,
    url: fragment.url ?? '',
    range: start === undefined || end === undefined ? null : { start, end },
    startSeconds: fragment.start,
    durationSeconds: fragment.duration,
  };
}
