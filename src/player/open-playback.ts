import { PlayerError } from '../base/errors.ts';
import type { Http } from '../base/http.ts';
import type { HlsMedia, Sharing, Video } from '../media/video.ts';
import { createFileEngine } from '../playback/dom/file-engine.ts';
import { createHlsEngine } from '../playback/dom/hls-engine.ts';
import { createNativeEngine } from '../playback/dom/native-engine.ts';
import type { PlaybackEngine } from '../playback/engine.ts';
import { createHttpSupply } from '../swarm/http-supply.ts';
import type { SegmentSupply, SupplyContext } from '../swarm/supply.ts';
import { chooseIceServers } from './choose-ice-servers.ts';
import type { PlaybackWay } from './choose-media.ts';
import type { CoreContext } from './core-context.ts';

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

/** Makes the parts that one way to play a film needs, and joins them. Nothing is loaded before `engine.start`. */
export async function openPlayback(context: CoreContext, film: OpenPlayback): Promise<OpenedPlayback> {
  const { element, ports } = context;
  const { way } = film;
  if (way.kind === 'file') return withoutSupply(createFileEngine({ element, files: way.files }));
  if (way.kind === 'native') return withoutSupply(createNativeEngine({ element, url: way.media.url }));
  const supply = await openSupply(context, film, way.media);
  try {
    const { clock, log } = ports;
    const engine = await createHlsEngine({ element, url: way.media.url, supply, clock, log });
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
  if (typeof engine === 'function') {
    const supplyContext: SupplyContext = { ports, http, media, sharing, iceServers, isRelayOnly, isSharingAtStart };
    return engine(supplyContext);
  }
  if (engine === 'http') return createHttpSupply({ ports, http, media });
  return openSwarm(context, { sharing, iceServers, isRelayOnly, http, media, isSharingAtStart });
}

type SwarmWishes = Omit<SupplyContext, 'ports'>;

/** The swarm is a chunk of its own: a film that nobody starts costs none of it. */
async function openSwarm(context: CoreContext, wishes: SwarmWishes): Promise<SegmentSupply> {
  const { ports } = context;
  const { media, http, sharing, isSharingAtStart } = wishes;
  const [{ createSwarm }, { createRtcDiscovery }, { createListVerifier }] = await loadSwarm();
  const canShare = sharing.kind !== 'none' && context.environment().hasWebRtc;
  const discovery = canShare
    ? createRtcDiscovery({
        clock: ports.clock,
        random: ports.random,
        log: ports.log,
        trackerUrls: sharing.trackerUrls,
        iceServers: wishes.iceServers,
        isRelayOnly: wishes.isRelayOnly,
      })
    : null;
  const { clock, digest, log } = ports;
  const url = media.hashesUrl;
  const verifier = url === null ? null : createListVerifier({ url, http, digest, clock, log });
  return createSwarm({ ports, http, media, sharing, discovery, verifier, isSharingAtStart });
}

async function loadSwarm() {
  try {
    return await Promise.all([
      import('../swarm/swarm.ts'),
      import('../wire/dom/rtc-discovery.ts'),
      import('../swarm/integrity.ts'),
    ]);
  } catch (cause) {
    throw new PlayerError('script-unreachable', 'A part of the player could not be loaded. Reload the page.', {
      cause,
    });
  }
}

/** A film without an instance is shared with the trackers that the page gives; swarms are named after its address. */
export function chooseSharing(sharing: Sharing, trackerUrls: readonly string[] | undefined): Sharing {
  const isPlain = sharing.kind === 'none' && sharing.reason === 'no-tracker';
  if (!isPlain || trackerUrls === undefined || trackerUrls.length === 0) return sharing;
  return { kind: 'open', swarmId: null, trackerUrls, stunUrls: [], isOnByDefault: true };
}
