import type { Quality } from './engine.ts';

/** Frame rates above this one are worth a word. */
const USUAL_FRAME_RATE = 30;

export type QualityFacts = {
  readonly id: string;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly frameRate: number | null;
  readonly bitrateBitsPerSecond: number | null;
  readonly isAudioOnly: boolean;
  readonly videoCodec?: string | null;
  readonly audioCodec?: string | null;
  readonly videoRange?: string | null;
  /** What a server calls it; used where nothing else tells it apart. */
  readonly name?: string | null;
};

/** A quality with the name that people know it by: the shorter side of its picture, so that upright films fit too. */
export function createQuality(facts: QualityFacts): Quality {
  const { name: _name, ...quality } = facts;
  return { ...quality, label: labelOf(facts) };
}

function labelOf(facts: QualityFacts): string {
  const side =
    facts.widthPx === null || facts.heightPx === null ? facts.heightPx : Math.min(facts.widthPx, facts.heightPx);
  if (side !== null && side > 0) {
    const isFast = facts.frameRate !== null && Math.round(facts.frameRate) > USUAL_FRAME_RATE;
    return `${side}p${isFast ? Math.round(facts.frameRate ?? 0) : ''}`;
  }
  if (facts.name) return facts.name;
  return facts.bitrateBitsPerSecond ? `${Math.round(facts.bitrateBitsPerSecond / 1000)} kbit/s` : facts.id;
}
