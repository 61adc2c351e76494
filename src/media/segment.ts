import { type ByteRange, rangeSizeBytes } from '../base/units.ts';

/** `main` carries the picture (and often the sound), `secondary` is a separate audio track. */
export type StreamKind = 'main' | 'secondary';

/** One rendition or audio track of a film. */
export type Stream = {
  /** `main-0`: unique within the film and equal on every peer of the same master playlist. */
  readonly key: string;
  readonly kind: StreamKind;
  /** Place in the master playlist among the streams of its kind, from 0. */
  readonly index: number;
  readonly playlistUrl: string;
  readonly bitrateBitsPerSecond: number;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly frameRate: number | null;
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  readonly language: string | null;
  readonly name: string | null;
  readonly channels: string | null;
  readonly videoRange: string | null;
};

export function streamKey(kind: StreamKind, index: number): string {
  return `${kind}-${index}`;
}

/** What a master playlist says. */
export type Manifest = {
  /** After redirects. */
  readonly url: string;
  readonly streams: readonly Stream[];
};

/** One piece of one stream. */
export type Segment = {
  readonly streamKey: string;
  /** Live: the media sequence number. Film: the place in the playlist, from 0. Equal on every peer. */
  readonly id: number;
  readonly url: string;
  /** Null where a segment is a whole file. */
  readonly range: ByteRange | null;
  readonly startSeconds: number;
  readonly durationSeconds: number;
};

/** The segments of one stream as its playlist lists them now; a live one is replaced at each refresh. */
export type MediaPlaylist = {
  readonly streamKey: string;
  readonly url: string;
  readonly isLive: boolean;
  readonly segments: readonly Segment[];
};

/** Unique within the film. */
export function segmentKey(segment: { streamKey: string; id: number }): string {
  return `${segment.streamKey}/${segment.id}`;
}

/** Known before the first byte where the playlist gives byte ranges. */
export function segmentSizeBytes(segment: Segment): number | null {
  return segment.range === null ? null : rangeSizeBytes(segment.range);
}

export function segmentEndSeconds(segment: Segment): number {
  return segment.startSeconds + segment.durationSeconds;
}
