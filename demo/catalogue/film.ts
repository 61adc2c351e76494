import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** PeerTube's numbers: 1 public, 2 unlisted, 3 private, 4 internal, 5 behind a password. */
export type Privacy = 1 | 2 | 3 | 4 | 5;

export type MediaFile = {
  /** Its media playlist. */
  readonly playlist: string;
  /** The single fragmented MP4 that the playlist's byte ranges point into. */
  readonly file: string;
  readonly width: number;
  /** Nought for separate audio. */
  readonly height: number;
  readonly sizeBytes: number;
  readonly fps: number;
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
};

/** What `media/render/package-film.ts` wrote beside the files. */
export type MediaList = {
  readonly master: string;
  readonly hashes: string;
  readonly durationSeconds: number;
  readonly files: readonly MediaFile[];
};

export type Film = {
  /** On the instance where it was published. */
  readonly id: number;
  readonly uuid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly privacy: Privacy;
  readonly password: string | null;
  readonly publishedAt: string;
  /** The folder of its pictures, captions and media; films may share one. */
  readonly folder: string;
  /** Null for a live. */
  readonly media: MediaList | null;
  readonly captions: readonly { readonly language: string; readonly label: string; readonly file: string }[];
  readonly chapters: readonly { readonly seconds: number; readonly title: string }[];
  readonly hasStoryboard: boolean;
  readonly isPermanentLive: boolean;
  /** The second instance keeps a copy of its files. */
  readonly isMirrored: boolean;
};

export const FILMS_FOLDER = fileURLToPath(new URL('../media/films/', import.meta.url));

export function readMediaList(folder: string): MediaList {
  return JSON.parse(readFileSync(`${FILMS_FOLDER}${folder}/media.json`, 'utf8')) as MediaList;
}
