/** Where the viewer is and what playback needs next; the deadline of every segment follows from it. */
export type Playhead = {
  readonly positionSeconds: number;
  /** End of the buffered range around the position; equal to the position when nothing is buffered. */
  readonly bufferedEndSeconds: number;
  readonly rate: number;
  readonly isPaused: boolean;
  /** The page is hidden. */
  readonly isHidden: boolean;
  /** The media source asks for no more (`ManagedMediaSource`, a full buffer). */
  readonly isSated: boolean;
  /** Keys of the streams in use: one main stream and at most one audio track. */
  readonly activeStreams: readonly string[];
  /** Start of the live window's newest segment's end; null for films. */
  readonly liveEdgeSeconds: number | null;
};

export const IDLE_PLAYHEAD: Playhead = {
  positionSeconds: 0,
  bufferedEndSeconds: 0,
  rate: 1,
  isPaused: true,
  isHidden: false,
  isSated: false,
  activeStreams: [],
  liveEdgeSeconds: null,
};
