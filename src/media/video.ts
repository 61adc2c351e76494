/**
 * A film as `source/` found it and `playback/` plays it. Every URL is absolute http(s) and without credentials,
 * every text is plain text (never markup), whatever a server said.
 */
export type Video = {
  /** Equal for the same film on every instance: its uuid, else its address. */
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  /** The page where people watch it, on the film's own instance. */
  readonly pageUrl: string | null;
  readonly embedUrl: string | null;
  readonly instance: Instance | null;
  readonly channel: Actor | null;
  readonly account: Actor | null;
  /** ISO 8601. */
  readonly publishedAt: string | null;
  readonly durationSeconds: number | null;
  /** Width over height. */
  readonly aspectRatio: number | null;
  readonly language: string | null;
  readonly posterUrl: string | null;
  readonly captions: readonly Caption[];
  readonly chapters: readonly Chapter[];
  readonly storyboard: Storyboard | null;
  readonly live: Live | null;
  readonly sensitive: Sensitive | null;
  /** Ways to play it, best first; never empty unless a live waits or has ended. */
  readonly media: readonly Media[];
  readonly sharing: Sharing;
  /** Sent with requests to the instance's origin only: a password or a bearer token. */
  readonly access: Access | null;
  /** The picture's licence in words, if the server says it. */
  readonly licence: string | null;
  readonly viewCount: number | null;
  /** May people download it? Null if the server does not say. */
  readonly downloadable: boolean | null;
  /** The look that its owner chose for PeerTube's players (8.0 and later); null if nothing says. */
  readonly playerTheme?: PlayerTheme | null;
};

export type PlayerTheme = 'galaxy' | 'lucide';

export type Instance = {
  /** `https://tube.example`, without a slash at the end. */
  readonly origin: string;
  readonly name: string;
  /** What runs there, such as `peertube`, and its version; null if not known. */
  readonly software: string | null;
  readonly version: string | null;
};

export type Actor = {
  readonly name: string;
  readonly handle: string | null;
  readonly url: string | null;
  readonly avatarUrl: string | null;
};

export type Caption = {
  /** BCP 47, such as `fr`. */
  readonly language: string;
  readonly label: string;
  /** WebVTT. */
  readonly url: string;
  readonly isAutomatic: boolean;
};

export type Chapter = { readonly startSeconds: number; readonly title: string };

/** One sheet of small pictures, left to right, then down. */
export type Storyboard = {
  readonly url: string;
  readonly sheetWidthPx: number;
  readonly sheetHeightPx: number;
  readonly tileWidthPx: number;
  readonly tileHeightPx: number;
  readonly tileSeconds: number;
};

export type Live = {
  readonly state: 'waiting' | 'streaming' | 'ended';
  /** Comes back after it ended. */
  readonly isPermanent: boolean;
  readonly latency: 'default' | 'high' | 'small';
  /** How far back a viewer can go, in seconds; null if the server does not say. */
  readonly dvrSeconds: number | null;
  /** ISO 8601 moments at which it is planned to start. */
  readonly startsAt: readonly string[];
  /** The instance's own number of the film, by which its live socket speaks of it. */
  readonly numericId?: number | null;
};

export type Sensitive = {
  readonly flags: readonly ('violent' | 'sexual')[];
  readonly summary: string | null;
  readonly policy: 'display' | 'warn' | 'blur' | 'hide';
};

export type HlsMedia = {
  readonly kind: 'hls';
  /** The master playlist. */
  readonly url: string;
  /** Where the instance publishes the SHA-256 of each segment; null if it does not. */
  readonly hashesUrl: string | null;
  /** Folders that hold the same file names (without a slash at the end). */
  readonly mirrorUrls: readonly string[];
  /** Does the server say that all of it is a finished film of fragmented MP4? Unknown if missing. */
  readonly isFragmentedMp4?: boolean;
};

export type FileMedia = {
  readonly kind: 'file';
  readonly url: string;
  readonly mimeType: string | null;
  readonly label: string;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly frameRate: number | null;
  readonly sizeBytes: number | null;
  /** Addresses of the same file elsewhere. */
  readonly mirrorUrls: readonly string[];
};

export type TorrentMedia = { readonly kind: 'torrent'; readonly magnetOrUrl: string };

export type Media = HlsMedia | FileMedia | TorrentMedia;

/** With whom this film may be shared, and under which names. */
export type Sharing =
  | {
      /** An instance lists the swarms: only these are ever announced. */
      readonly kind: 'listed';
      /** 40 hexadecimal digits each, as the film's ActivityPub `Infohash` tags list them. */
      readonly infoHashes: readonly string[];
      /** WebSocket trackers. */
      readonly trackerUrls: readonly string[];
      readonly stunUrls: readonly string[];
      /** What the instance's administrator chose for viewers who chose nothing. */
      readonly isOnByDefault: boolean;
    }
  | {
      /** No instance: the integrator gave trackers of its own, and swarms are named after the film's address. */
      readonly kind: 'open';
      readonly swarmId: string | null;
      readonly trackerUrls: readonly string[];
      readonly stunUrls: readonly string[];
      readonly isOnByDefault: boolean;
    }
  | { readonly kind: 'none'; readonly reason: SharingRefusal };

/** Why a film comes by HTTP only; the sharing panel says it in words. */
export type SharingRefusal =
  | 'not-listed'
  | 'object-unreadable'
  | 'old-swarm'
  | 'private-film'
  | 'password-film'
  | 'no-tracker'
  | 'no-hashes'
  | 'not-hls'
  | 'instance-off'
  | 'embed-refused';

export type Access =
  | { readonly kind: 'password'; readonly password: string; readonly fileToken?: FileToken | null }
  | { readonly kind: 'bearer'; readonly token: string; readonly fileToken?: FileToken | null }
  | { readonly kind: 'file-token'; readonly token: string; readonly expiresAt: string | null };

/** Opens a film's files for some hours, in their addresses instead of in a header. */
export type FileToken = { readonly token: string; readonly expiresAt: string | null };

/** A film of which only the address is known: a plain `.m3u8` or media file. */
export function createPlainVideo(options: { url: string; title?: string; media: Media; sharing?: Sharing }): Video {
  return {
    id: options.url,
    title: options.title ?? '',
    description: null,
    pageUrl: null,
    embedUrl: null,
    instance: null,
    channel: null,
    account: null,
    publishedAt: null,
    durationSeconds: null,
    aspectRatio: null,
    language: null,
    posterUrl: null,
    captions: [],
    chapters: [],
    storyboard: null,
    live: null,
    sensitive: null,
    media: [options.media],
    sharing: options.sharing ?? { kind: 'none', reason: 'no-tracker' },
    access: null,
    licence: null,
    viewCount: null,
    downloadable: null,
    playerTheme: null,
  };
}
