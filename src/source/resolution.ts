import type { Ports } from '../base/ports.ts';
import type { Access, Video } from '../media/video.ts';
import type { VideoPlaylist } from '../media/video-playlist.ts';

/** One step on the way from an input to a film: what was asked or decided, and why. */
export type TrailStep = { readonly message: string; readonly url: string | null };

export type Resolution =
  | {
      readonly kind: 'video';
      readonly video: Video;
      /** What the address asks for; null where it does not say. */
      readonly startSeconds: number | null;
      readonly stopSeconds: number | null;
      readonly trail: readonly TrailStep[];
    }
  | {
      readonly kind: 'playlist';
      readonly playlist: VideoPlaylist;
      /** Position (from 1) to begin with, as the entries number themselves. */
      readonly position: number;
      readonly trail: readonly TrailStep[];
    };

export type ResolveOptions = {
  readonly ports: Ports;
  /** Where ids and handles without a host belong, such as `https://tube.example`. */
  readonly instance?: string | undefined;
  /** Tried on films that are protected by a password; sent to the film's own instance only. */
  readonly password?: string | undefined;
  /** For films that need an account. A function is asked when the instance demands one, and again when it has run out. */
  readonly access?: Access | (() => Promise<Access | null>) | undefined;
  /** The film's web front end (`webapp`) or anywhere else; chooses which default of the instance decides on sharing. */
  readonly context?: 'webapp' | 'embed' | undefined;
  /** The page's own origin: on the film's own instance the viewer's stored login is used. */
  readonly pageOrigin?: string | undefined;
  /** The host of the page that embeds the player: instances may refuse some of them. Not asked if it is left out. */
  readonly embedderHost?: string | undefined;
  /** WebSocket trackers and STUN servers of the integrator, for films that no instance lists. */
  readonly trackerUrls?: readonly string[] | undefined;
  readonly stunUrls?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** What one resolution carries along: its options, its trail, and the credentials it may use, and where. */
export type Resolving = {
  readonly ports: Ports;
  readonly signal: AbortSignal | undefined;
  readonly options: ResolveOptions;
  /** The host that the input names: the only one that may see the password. */
  readonly inputOrigin: string | null;
  /** The only one that may see the integrator's token: `instance`, else the host that the input names. */
  readonly trustedOrigin: string | null;
  /** Servers asked for this film so far; a circle of redirections ends here. */
  readonly visited: Set<string>;
  note(message: string, url?: string): void;
  readonly trail: readonly TrailStep[];
};

export function createResolving(
  options: ResolveOptions,
  origins: Pick<Resolving, 'inputOrigin' | 'trustedOrigin'>,
): Resolving {
  const trail: TrailStep[] = [];
  return {
    ports: options.ports,
    signal: options.signal,
    options,
    ...origins,
    visited: new Set(),
    trail,
    note(message, url) {
      trail.push({ message, url: url ?? null });
    },
  };
}
