import type { Ports } from '../base/ports.ts';
import type { Access, Video } from '../media/video.ts';
import type { IceServer, SupplyFactory } from '../swarm/supply.ts';

export type SharingPolicy = 'auto' | 'ask' | 'on' | 'off';

/** Where a key system has its licences from, as hls.js calls it in `drmSystems`. */
export type DrmSystem = { readonly licenseUrl: string; readonly serverCertificateUrl?: string };

/** What an integrator can say. Everything is optional; bad values are refused at the door with a sentence. */
export type PlayerOptions = {
  /** A link, an id, a handle, a playlist: whatever `resolveVideo` takes; or a film that is known already. */
  readonly source?: string | Video | null;
  /** Where bare ids and handles without a host belong, such as `https://tube.example`. */
  readonly instance?: string;
  readonly autoplay?: boolean;
  readonly isMuted?: boolean;
  readonly isLooping?: boolean;
  readonly startSeconds?: number;
  readonly stopSeconds?: number;
  readonly rate?: number;
  /** BCP 47; null for none; undefined for what the viewer chose before. */
  readonly captionLanguage?: string | null;
  /** Position in a playlist, from 1. */
  readonly playlistPosition?: number;
  /** BCP 47 language of the interface; the page's by default. */
  readonly language?: string;
  /** May viewers share? `auto`: what the viewer chose before, else what the instance decides, else yes. */
  readonly p2p?: SharingPolicy;
  /** No sharing while the tracker counts fewer viewers. */
  readonly minimumViewers?: number;
  /** An instance's own front end reads `defaults.p2p.webapp`, everyone else `defaults.p2p.embed`. */
  readonly context?: 'webapp' | 'embed';
  /** WebSocket trackers for films that no instance lists. */
  readonly trackerUrls?: readonly string[];
  readonly iceServers?: readonly IceServer[];
  /** `relay` shows other viewers the operator's TURN server only, never the viewer's address. */
  readonly privacy?: 'direct' | 'relay';
  /** To all other viewers together, whatever the line could send. Our own engine keeps it. */
  readonly maxUploadBitsPerSecond?: number;
  /** A password or a token for films that need one; a function is asked again when it has run out. */
  readonly access?: Access | (() => Promise<Access | null>);
  /** For encrypted films, by key system, such as `com.widevine.alpha`. Licences never go through the swarm. */
  readonly drmSystems?: Readonly<Record<string, DrmSystem>>;
  /** Tell the instance of views and, if it asks, of playback metrics. On by default. */
  readonly countViews?: boolean;
  readonly sendMetrics?: boolean;
  /**
   * Host of the page that shows the player in a frame, with its port; empty if the browser does not tell. A film's owner
   * may limit where it is shown. Absent: the host of the player's own page. Null: nobody embeds it, no instance is asked.
   */
  readonly embedderHost?: string | null;
  /** Plain files before HLS, where the film has both. */
  readonly preferredMedia?: 'hls' | 'file';
  /** Continue where the viewer stopped. On by default. */
  readonly resume?: boolean;
  /** Go on to a playlist's next film when one has ended. On by default; a skin that counts down first turns it off. */
  readonly isAdvancing?: boolean;
  /** Another engine behind the `SegmentSupply` port, such as `p2pMediaLoader()` of `fleuve/p2p-media-loader`. */
  readonly engine?: 'fleuve' | 'http' | SupplyFactory;
  /** For tests and unusual places: the impure parts. */
  readonly ports?: Partial<Ports>;
};
