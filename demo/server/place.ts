import type { Film } from '../catalogue/film.ts';
import type { Controls } from './controls.ts';
import type { Counters } from './counters.ts';
import type { InstanceVersion } from './info-hash.ts';
import { listInfoHashes } from './info-hash.ts';
import type { createLive } from './live.ts';
import { shortenUuid } from './short-uuid.ts';

export type LiveStream = ReturnType<typeof createLive>;

export type PlaylistEntry = {
  readonly id: number;
  readonly type: 0 | 1 | 2 | 3;
  /** Null where it cannot be shown. */
  readonly film: Film | null;
  readonly startSeconds: number | null;
  readonly stopSeconds: number | null;
};

export type FilmList = {
  readonly id: number;
  readonly uuid: string;
  readonly title: string;
  readonly description: string;
  readonly entries: readonly PlaylistEntry[];
};

/** One instance of the demo as its handlers see it. */
export type Place = {
  /** `http://localhost:8010`, without a slash at the end; known once the server listens. */
  readonly origin: string;
  readonly host: string;
  readonly name: string;
  readonly description: string;
  /** May be switched while the demo runs. */
  version: InstanceVersion;
  readonly films: readonly Film[];
  readonly lists: readonly FilmList[];
  readonly live: LiveStream | null;
  readonly controls: Controls;
  readonly counters: Counters;
  /** Instances whose films are seen through this one. */
  readonly followed: readonly Place[];
  /** Instances that keep a copy of those of its films that are mirrored. */
  readonly mirrors: readonly Place[];
  /** Tokens for files, by film; the value is when they run out, in milliseconds since the epoch. */
  readonly fileTokens: Map<string, { readonly uuid: string; readonly expiresAtMs: number }>;
  /** Public media go through nginx, whose CORS rules are narrower. */
  readonly isBehindNginx: boolean;
  /** What the configuration lists for WebRTC. */
  readonly stunUrls: readonly string[];
  /** Films that only some sites may embed. */
  readonly embedAllowList: Map<string, readonly string[]>;
};

/** A film as one instance shows it. */
export type Showing = {
  readonly film: Film;
  /** Where it is shown. */
  readonly place: Place;
  /** Where it was published. */
  readonly home: Place;
  /** Its number where it is shown. */
  readonly id: number;
};

/** Films of others are numbered after one's own. */
const FOLLOWED_IDS = 100;

export function listShowings(place: Place): Showing[] {
  const own = place.films.map((film) => ({ film, place, home: place, id: film.id }));
  const others = place.followed.flatMap((home) =>
    home.films
      .filter(({ privacy }) => privacy === 1)
      .map((film) => ({ film, place, home, id: FOLLOWED_IDS + film.id })),
  );
  return [...own, ...others];
}

/** By number, uuid or short uuid. */
export function findShowing(place: Place, id: string): Showing | null {
  return (
    listShowings(place).find(
      (one) => String(one.id) === id || one.film.uuid === id || shortenUuid(one.film.uuid) === id,
    ) ?? null
  );
}

export function isVideoId(id: string): boolean {
  return (
    /^[1-9]\d{0,9}$/.test(id) ||
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id) ||
    /^[1-9a-km-zA-HJ-NP-Z]{22}$/.test(id)
  );
}

/** Needs a password, a token or an account. */
export function isGuarded(film: Film): boolean {
  return film.privacy >= 3;
}

/** The folder of a film's media, on its own instance. */
export function mediaUrl(home: Place, film: Film): string {
  const part = isGuarded(film) ? 'private/' : '';
  return `${home.origin}/static/streaming-playlists/hls/${part}${film.uuid}`;
}

export function masterUrl(home: Place, film: Film): string {
  return `${mediaUrl(home, film)}/${film.media?.master ?? 'master.m3u8'}`;
}

/** The hashes that the film's object lists and that the tracker of its instance accepts. */
export function infoHashesOf(home: Place, film: Film): string[] {
  const files = film.media?.files ?? [];
  return listInfoHashes({
    version: home.version,
    masterUrl: masterUrl(home, film),
    renditions: film.media ? files.filter(({ hasVideo }) => hasVideo).length : (home.live?.renditions ?? 0),
    hasSeparateAudio: film.media ? files.some(({ hasVideo }) => !hasVideo) : true,
  });
}

/** Seconds, as ActivityPub and REST round them. */
export function durationOf(film: Film): number {
  return film.media?.durationSeconds ?? 0;
}

export function isStreaming(home: Place, film: Film): boolean {
  return film.media !== null || (home.live?.state() ?? 'waiting') === 'streaming';
}
