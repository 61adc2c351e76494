import { concatBytes } from '../base/bytes.ts';
import { PlayerError } from '../base/errors.ts';
import type { Http } from '../base/http.ts';
import { MIB } from '../base/units.ts';
import type { Caption } from '../media/video.ts';
import type { CaptionTrack } from './state.ts';

/** Captions of a film of ten hours have about 1 MB. */
const LARGEST_CAPTIONS_BYTES = 8 * MIB;

/** The film's captions as `<track>` elements of the media element, loaded only when they are chosen. */
export interface CaptionTracks {
  readonly tracks: readonly CaptionTrack[];
  /** Shows one, or none. Rejects with `captions-unreachable` if they cannot be had; the film goes on. */
  show(id: string | null): Promise<void>;
  destroy(): void;
}

/**
 * WebVTT is fetched like everything else of the film and handed to the element as a blob: so it may come from another
 * origin without making the media themselves subject to CORS, and may need a password.
 * @param http asks the film's servers.
 */
export function createCaptionTracks(
  element: HTMLMediaElement,
  captions: readonly Caption[],
  http: Http,
): CaptionTracks {
  const lifetime = new AbortController();
  const tracks = nameCaptions(captions);
  const shown = new Map<string, { element: HTMLTrackElement; url: string }>();
  let wanted: string | null = null;

  const apply = () => {
    for (const [id, track] of shown) track.element.track.mode = id === wanted ? 'showing' : 'disabled';
  };
  const add = async (index: number, id: string) => {
    const caption = captions[index]!;
    const bytes = await fetchCaptions(http, caption.url, lifetime.signal);
    lifetime.signal.throwIfAborted();
    if (shown.has(id)) return;
    const url = URL.createObjectURL(new Blob([bytes], { type: 'text/vtt' }));
    const track = document.createElement('track');
    track.kind = 'captions';
    track.srclang = caption.language;
    track.label = caption.label;
    track.src = url;
    shown.set(id, { element: track, url });
    element.append(track);
  };
  return {
    tracks,
    async show(id) {
      const index = tracks.findIndex((track) => track.id === id);
      wanted = index < 0 ? null : id;
      if (id !== null && index >= 0 && !shown.has(id)) await add(index, id);
      apply();
    },
    destroy() {
      lifetime.abort();
      for (const track of shown.values()) {
        track.element.remove();
        URL.revokeObjectURL(track.url);
      }
      shown.clear();
    },
  };
}

/** Ids that people and APIs can say: the language, and a number where two captions share one. */
export function nameCaptions(captions: readonly Caption[]): readonly CaptionTrack[] {
  const seen = new Map<string, number>();
  return captions.map(({ language, label, isAutomatic }) => {
    const nth = (seen.get(language) ?? 0) + 1;
    seen.set(language, nth);
    return { id: nth === 1 ? language : `${language}-${nth}`, language, label, isAutomatic };
  });
}

async function fetchCaptions(http: Http, url: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const context = { url };
  try {
    const response = await http.request({ url, signal });
    if (response.status !== 200) throw refuse({ ...context, status: response.status });
    const parts: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const part of response.body) {
      sizeBytes += part.length;
      if (sizeBytes > LARGEST_CAPTIONS_BYTES) throw refuse(context);
      parts.push(part);
    }
    return concatBytes(parts);
  } catch (cause) {
    if (signal.aborted || cause instanceof PlayerError) throw cause;
    throw new PlayerError('captions-unreachable', CAPTIONS_SENTENCE, { cause, context });
  }
}

const CAPTIONS_SENTENCE =
  'These captions could not be loaded; the film goes on without them. Choose them again to retry.';

function refuse(context: Record<string, string | number>): PlayerError {
  return new PlayerError('captions-unreachable', CAPTIONS_SENTENCE, { context });
}
