import { createEmitter } from '../base/emitter.ts';
import { PlayerError } from '../base/errors.ts';
import type { Http } from '../base/http.ts';
import type { Ports } from '../base/ports.ts';
import type { HlsMedia } from '../media/video.ts';
import { Catalogue } from './catalogue.ts';
import { DEFAULT_SWARM_CONFIG } from './config.ts';
import { createCounters } from './counters.ts';
import { createFilmVerifier, type Verifier } from './integrity.ts';
import { createOrigin } from './origin.ts';
import { loadFromOrigin } from './resource.ts';
import type { LoadRequest, SegmentSupply, SupplyEvents } from './supply.ts';

const ATTEMPTS = 4;

export type HttpSupplyOptions = {
  readonly ports: Ports;
  readonly http: Http;
  readonly media: HlsMedia;
  /** One for the film's list, unless given: who has one already need not read the list twice. */
  readonly verifier?: Verifier | null;
};

/** Everything from the film's servers, checked where the instance publishes hashes: no peers, no store. */
export function createHttpSupply(options: HttpSupplyOptions): SegmentSupply {
  const { ports, http, media, verifier = createFilmVerifier(options) } = options;
  const { clock, random, log } = ports;
  const emitter = createEmitter<SupplyEvents>((error) =>
    log.note('warn', 'A listener threw.', { error: String(error) }),
  );
  const catalogue = new Catalogue();
  const counters = createCounters();
  const life = new AbortController();
  const origin = createOrigin({
    http,
    clock,
    random,
    mirrorUrls: media.mirrorUrls,
    firstByteTimeoutMs: DEFAULT_SWARM_CONFIG.originFirstByteTimeoutMs,
    stallTimeoutMs: DEFAULT_SWARM_CONFIG.originStallTimeoutMs,
  });

  const load = async (request: LoadRequest) => {
    request.signal.throwIfAborted();
    life.signal.throwIfAborted();
    const { target } = request;
    const segment = target.kind === 'segment' ? catalogue.segment(target.streamKey, target.id) : null;
    if (target.kind === 'segment' && segment === null) {
      throw new PlayerError('unknown-segment', `No playlist lists segment ${target.id} of ${target.streamKey}.`);
    }
    const isInMirrors = target.kind === 'resource' && target.range !== null && catalogue.hasMedia(target.url);
    const mirrors = target.kind === 'segment' ? 'any' : isInMirrors ? 'fallback' : 'none';
    const place = target.kind === 'resource' ? target : { url: segment?.url ?? '', range: segment?.range ?? null };
    const either = anySignal(request.signal, life.signal);
    if (segment !== null) verifier?.prepare?.();
    try {
      return await loadFromOrigin(origin, clock, {
        url: place.url,
        range: place.range,
        mirrors,
        attempts: ATTEMPTS,
        request: { ...request, signal: either.signal },
        onBytes: (bytes) => {
          counters.httpBytes += bytes;
          const ids = { streamKey: segment?.streamKey ?? null, segmentId: segment?.id ?? null };
          emitter.emit('bytesReceived', { from: 'http', bytes, peerId: null, ...ids });
        },
        onWaste: (bytes) => {
          counters.wastedBytes += bytes;
        },
        isRight: async (bytes) =>
          segment === null || verifier === null || (await verifier.verify(segment, bytes)) !== 'invalid',
      });
    } finally {
      either.release();
    }
  };

  return {
    on: emitter.on,
    setManifest: (manifest) => catalogue.setManifest(manifest),
    setPlaylist: (playlist) => catalogue.setPlaylist(playlist),
    setPlayhead() {
      // Playback itself decides when to ask.
    },
    load,
    setSharing() {
      // There is nobody to share with.
    },
    stats: () => ({ ...counters, storedBytes: 0, isSharing: false, peers: [], trackers: [], isVerified: null }),
    destroy() {
      life.abort(new PlayerError('destroyed', 'The supply was destroyed.'));
      emitter.clear();
    },
  };
}

/** Aborts when either does; `release` takes its listeners off again. */
export function anySignal(a: AbortSignal, b: AbortSignal): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onA = () => controller.abort(a.reason);
  const onB = () => controller.abort(b.reason);
  if (a.aborted) onA();
  else if (b.aborted) onB();
  a.addEventListener('abort', onA, { once: true });
  b.addEventListener('abort', onB, { once: true });
  return {
    signal: controller.signal,
    release() {
      a.removeEventListener('abort', onA);
      b.removeEventListener('abort', onB);
    },
  };
}
