import type { PlaybackEngine, Quality } from '../playback/engine.ts';
import type { RememberedQuality } from './viewer-memory.ts';

/** What an engine takes for a choice of the viewer; null if the film has no such quality. */
export function findQualityId(qualities: readonly Quality[], id: string): string | null {
  if (id === 'auto') return id;
  const isWanted = (quality: Quality) => (id === 'audio-only' ? quality.isAudioOnly : quality.id === id);
  return qualities.find(isWanted)?.id ?? null;
}

/** What is kept of a choice: ids mean something within one film only, heights in all of them. */
export function toRememberedQuality(qualities: readonly Quality[], id: string): RememberedQuality | null {
  if (id === 'auto' || id === 'audio-only') return id;
  const quality = qualities.find((candidate) => candidate.id === id);
  if (quality?.isAudioOnly) return 'audio-only';
  return quality?.heightPx ?? null;
}

/** The film's quality that is nearest to what the viewer chose elsewhere: the highest that is not above it. */
export function chooseRememberedQuality(qualities: readonly Quality[], remembered: RememberedQuality | null): string {
  if (remembered === null || remembered === 'auto') return 'auto';
  if (remembered === 'audio-only') return qualities.some((quality) => quality.isAudioOnly) ? 'audio-only' : 'auto';
  const fitting = qualities
    .filter((quality) => !quality.isAudioOnly && quality.heightPx !== null && quality.heightPx <= remembered)
    .sort((a, b) => b.heightPx! - a.heightPx! || (b.frameRate ?? 0) - (a.frameRate ?? 0));
  return fitting[0]?.id ?? 'auto';
}

/** Tells the engine what the viewer chose on earlier visits; returns it as `PlayerState.chosenQualityId`. */
export function applyRememberedQuality(engine: PlaybackEngine, remembered: RememberedQuality | null): string {
  const chosen = chooseRememberedQuality(engine.qualities, remembered);
  const id = findQualityId(engine.qualities, chosen);
  if (id !== null && id !== 'auto') engine.setQuality(id);
  return chosen;
}
