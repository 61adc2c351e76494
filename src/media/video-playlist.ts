import type { Actor, Instance, Video } from './video.ts';

/** A list of films that an instance keeps, in its order. */
export type VideoPlaylist = {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly pageUrl: string | null;
  readonly embedUrl: string | null;
  readonly instance: Instance | null;
  readonly owner: Actor | null;
  readonly posterUrl: string | null;
  readonly entries: readonly VideoPlaylistEntry[];
};

export type VideoPlaylistEntry = {
  /** From 1, as the instance numbers it; gaps are possible. */
  readonly position: number;
  /** Where to begin and to end, in seconds; null where the list does not say. */
  readonly startSeconds: number | null;
  readonly stopSeconds: number | null;
  /** Null where the film was deleted, is private or cannot be reached: such a row is shown and skipped. */
  readonly video: VideoSummary | null;
};

/** What a list knows of a film before it is resolved. */
export type VideoSummary = {
  readonly id: string;
  /** What `resolveVideo` takes to find the whole film. */
  readonly input: string;
  readonly title: string;
  readonly durationSeconds: number | null;
  readonly thumbnailUrl: string | null;
  readonly channel: Actor | null;
  readonly sensitive: Video['sensitive'];
};
