import type { Http } from '../base/http.ts';
import type { Access, HlsMedia, Video } from '../media/video.ts';
import { createHlsEngine } from '../playback/dom/hls-engine.ts';
import type { PlaybackEngine } from '../playback/engine.ts';
import { withFileToken } from '../source/credentials.ts';
import type { SegmentSupply, SupplyContext } from '../swarm/supply.ts';
import { chooseIceServers } from './choose-ice-servers.ts';
import type { PlaybackWay } from './choose-media.ts';
import type { CoreContext } from './core-context.ts';
import { openPageSwarm } from './open-page-swarm.ts';

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
  const { maxUploadBitsPerSecond = null } = options;
  const connecting = { iceServers, isRelayOnly, maxUploadBitsPerSecond };
  const wishes: SupplyContext = { ports, http, media, sharing, ...connecting, isSharingAtStart };
  if (typeof engine === 'function') return engine(wishes);
  if (engine === 'http') {
    const { createHttpSupply } = await import('../swarm/http-supply.ts');
    return createHttpSupply(wishes);
  }
  const { hasWebRtc } = context.environment();
  return openPageSwarm(wishes, { hasWebRtc, givenIceServers: options.iceServers });
}
