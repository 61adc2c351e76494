import type { Http } from '../base/http.ts';
import type { Ports } from '../base/ports.ts';
import type { Access, HlsMedia, Video } from '../media/video.ts';
import { createHlsEngine } from '../playback/dom/hls-engine.ts';
import type { PlaybackEngine } from '../playback/engine.ts';
import { withFileToken } from '../source/credentials.ts';
import { createListVerifier } from '../swarm/integrity.ts';
import type { OpenArchive } from '../swarm/segment-archive.ts';
import type { SegmentSupply, SupplyContext } from '../swarm/supply.ts';
import { createSwarmRegistry } from '../swarm/swarm-registry.ts';
import { createRtcDiscovery } from '../wire/dom/rtc-discovery.ts';
import { chooseIceServers } from './choose-ice-servers.ts';
import type { PlaybackWay } from './choose-media.ts';
import type { CoreContext } from './core-context.ts';

/** Set where an earlier visit put segments aside. */
const ARCHIVE_KEY = 'archive';

/** One a page: its players of one film have one store, one peer id and one set of announces. */
const PAGE_SWARMS = createSwarmRegistry();

/** An engine at work and, where it has one, the supply that feeds it. */
export type OpenedPlayback = {
  readonly engine: PlaybackEngine;
  readonly supply: SegmentSupply | null;
  destroy(): void;
};

export type OpenPlayback = {
  readonly way: PlaybackWay;
  readonly video: Video;
  /** Asks the film's servers. */
  readonly http: Http;
  readonly isSharingAtStart: boolean;
};

/**
 * Makes the parts that one way to play a film needs, and joins them. Nothing of the
 * media is loaded before `engine.start`. This module and all that it imports is a chunk of its own: a film that nobody
 * starts costs none of it.
 */
export async function openPlayback(context: CoreContext, film: OpenPlayback): Promise<OpenedPlayback> {
  const { element, ports } = context;
  const { way } = film;
  if (way.kind === 'file') {
    const { createFileEngine } = await import('../playback/dom/file-engine.ts');
    return withoutSupply(createFileEngine({ element, files: way.files }));
  }
  if (way.kind === 'native') {
    const { createNativeEngine } = await import('../playback/dom/native-engine.ts');
    return withoutSupply(createNativeEngine({ element, url: addressWithToken(way.media.url, film.video.access) }));
  }
  const supply = await openSupply(context, film, way.media);
  try {
    const isFragmentedMp4 = way.media.isFragmentedMp4 === true && film.video.live === null;
    const { drmSystems } = context.options;
    const hlsConfig = { emeEnabled: !!drmSystems, drmSystems };
    const engine = await createHlsEngine({ ...ports, element, url: way.media.url, supply, isFragmentedMp4, hlsConfig });
    return {
      engine,
      supply,
      destroy() {
        engine.destroy();
        supply.destroy();
      },
    };
  } catch (cause) {
    supply.destroy();
    throw cause;
  }
}

/** The browser loads by itself and sends no header of ours: what opens the film has to stand in its address. */
function addressWithToken(url: string, access: Access | null): string {
  const token = access?.kind === 'file-token' ? access.token : access?.fileToken?.token;
  return token === undefined ? url : withFileToken(url, token);
}

function withoutSupply(engine: PlaybackEngine): OpenedPlayback {
  return { engine, supply: null, destroy: () => engine.destroy() };
}

async function openSupply(context: CoreContext, film: OpenPlayback, media: HlsMedia): Promise<SegmentSupply> {
  const { options, ports } = context;
  const { http, isSharingAtStart } = film;
  const engine = options.engine ?? 'fleuve';
  const { sharing } = film.video;
  const isRelayOnly = options.privacy === 'relay';
  const iceServers = chooseIceServers({ sharing, given: options.iceServers, isRelayOnly, random: ports.random });
  const wishes: SupplyContext = { ports, http, media, sharing, iceServers, isRelayOnly, isSharingAtStart };
  if (typeof engine === 'function') return engine(wishes);
  if (engine === 'http') {
    const { createHttpSupply } = await import('../swarm/http-supply.ts');
    return createHttpSupply(wishes);
  }
  return openSwarm(context, wishes);
}

function openSwarm({ options, environment }: CoreContext, wishes: SupplyContext): SegmentSupply {
  const { ports, media, http, sharing, isRelayOnly } = wishes;
  const canShare = sharing.kind !== 'none' && environment().hasWebRtc;
  const discovery = canShare ? createRtcDiscovery({ ...ports, ...wishes, trackerUrls: sharing.trackerUrls }) : null;
  const url = media.hashesUrl;
  const verifier = url === null ? null : createListVerifier({ ...ports, url, http });
  // Who shows only relayed addresses never uses the connections of a player that shows its own.
  const shareKey = JSON.stringify([canShare, sharing, isRelayOnly, options.iceServers, url]);
  if (ports.storage.read(ARCHIVE_KEY) !== null) void removeLeftovers(ports);
  return PAGE_SWARMS.createSwarm({ ...wishes, discovery, verifier, shareKey, openArchive: openArchive(ports) });
}

/** Fetched when memory is full for the first time: most films never get there. */
const openArchive =
  ({ storage }: Ports): OpenArchive =>
  async (onLost) => {
    const { openOpfsArchive } = await import('../swarm/dom/opfs-store.ts');
    storage.write(ARCHIVE_KEY, 'used');
    return openOpfsArchive({ onLost });
  };

/** A page that crashed could not delete what it had put aside; whoever starts next does. */
async function removeLeftovers({ storage, log }: Ports): Promise<void> {
  try {
    const { removeLeftVisits } = await import('../swarm/dom/opfs-store.ts');
    if (await removeLeftVisits()) storage.write(ARCHIVE_KEY, null);
  } catch (error) {
    log.note('debug', 'What earlier visits left behind could not be deleted.', { error: String(error) });
  }
}
