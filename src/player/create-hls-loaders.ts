import type { Ports } from '../base/ports.ts';
import type { HlsMedia, Sharing } from '../media/video.ts';
import { createBrowserPorts } from '../platform/browser.ts';
import { createSupplyLoaders, type HlsLoaders } from '../playback/dom/hls-loaders.ts';
import { createHttpSupply } from '../swarm/http-supply.ts';
import type { IceServer, SegmentSupply, SupplyFactory } from '../swarm/supply.ts';
import { hasWebRtc } from '../wire/dom/has-web-rtc.ts';

export type HlsLoadersOptions = {
  /** The master playlist, as `loadSource` is given it. */
  readonly url: string;
  /** WebSocket trackers of your own; without any, everything comes by HTTP. Swarms are named after the playlist. */
  readonly trackerUrls?: readonly string[];
  /** Another name for the film, such as where its addresses are signed and differ from viewer to viewer. */
  readonly swarmId?: string;
  /** Where an instance publishes SHA-256 hashes of the segments, in PeerTube's form. */
  readonly hashesUrl?: string;
  /** Folders that hold the same file names, without a slash at the end. */
  readonly mirrorUrls?: readonly string[];
  readonly iceServers?: readonly IceServer[];
  /** Show other viewers only addresses of your TURN server. */
  readonly isRelayOnly?: boolean;
  /** To all other viewers together, whatever the line could send. Our own engine keeps it. */
  readonly maxUploadBitsPerSecond?: number;
  readonly isSharingAtStart?: boolean;
  readonly engine?: 'fleuve' | 'http' | SupplyFactory;
  readonly ports?: Partial<Ports>;
};

/** Loaders for one film of one hls.js instance, and the supply behind them, which says what came from whom. */
export type SupplyHlsLoaders = HlsLoaders & {
  readonly supply: SegmentSupply;
  /** Says goodbye to peers and trackers; hls.js is yours to destroy first. */
  destroy(): void;
};

/**
 * For pages that have an hls.js (1.7) player already:
 *
 * ```js
 * const loaders = await createHlsLoaders({ url, trackerUrls: ['wss://tracker.example'] });
 * const hls = new Hls({ ...loaders.config });
 * loaders.attach(hls);
 * hls.loadSource(url);
 * ```
 */
export async function createHlsLoaders(options: HlsLoadersOptions): Promise<SupplyHlsLoaders> {
  const ports = { ...createBrowserPorts(), ...options.ports };
  const supply = await openSupply(options, ports);
  const loaders = createSupplyLoaders(supply, ports.clock);
  return { ...loaders, supply, destroy: () => supply.destroy() };
}

/** The engine that the options name, for one film. */
export async function openSupply(options: HlsLoadersOptions, ports: Ports): Promise<SegmentSupply> {
  const { hashesUrl = null, mirrorUrls = [], iceServers = [], isRelayOnly = false } = options;
  const { maxUploadBitsPerSecond = null } = options;
  const media: HlsMedia = { kind: 'hls', url: options.url, hashesUrl, mirrorUrls };
  const sharing = chooseSharing(options);
  const isSharingAtStart = (options.isSharingAtStart ?? true) && sharing.kind === 'open';
  const connecting = { iceServers, isRelayOnly, maxUploadBitsPerSecond };
  const wishes = { ports, http: ports.http, media, sharing, ...connecting, isSharingAtStart };
  const { engine = 'fleuve' } = options;
  if (typeof engine === 'function') return engine(wishes);
  if (engine === 'http' || sharing.kind === 'none') return createHttpSupply(wishes);
  const { openPageSwarm } = await import('./open-page-swarm.ts');
  return openPageSwarm(wishes, { hasWebRtc: hasWebRtc(), givenIceServers: options.iceServers });
}

function chooseSharing({ trackerUrls = [], swarmId }: HlsLoadersOptions): Sharing {
  if (trackerUrls.length === 0) return { kind: 'none', reason: 'no-tracker' };
  return { kind: 'open', swarmId: swarmId ?? null, trackerUrls, stunUrls: [], isOnByDefault: true };
}
