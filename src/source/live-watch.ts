import { isRecord, parseInteger } from '../base/check.ts';
import { createEmitter, type Listenable } from '../base/emitter.ts';
import type { Ports } from '../base/ports.ts';
import { SECOND_MS } from '../base/units.ts';
import type { Live, Video } from '../media/video.ts';
import { askJson } from './ask.ts';
import type { ConnectLiveSocket } from './live-socket.ts';
import { parseMomentMs } from './moment.ts';
import { STATE } from './peertube-film.ts';

export type LiveWatchEvents = {
  /** It is streamed: the film should be resolved again, its media are known now. */
  streaming: undefined;
  /** What was streamed has ended. `isComingBack`: the live waits for another start, as permanent ones do. */
  ended: { readonly isComingBack: boolean };
  viewersChanged: { readonly viewerCount: number };
};

/** Watches a live of an instance: by its socket, and by asking again while there is none. */
export interface LiveWatch extends Listenable<LiveWatchEvents> {
  readonly state: Live['state'];
  /** May be called twice. */
  destroy(): void;
}

export type LiveWatchOptions = {
  readonly ports: Ports;
  /** A film with `live`. One without, or without an instance, is never said to change. */
  readonly video: Video;
  /** Left out: the instance is only asked. */
  readonly connect?: ConnectLiveSocket | undefined;
};

/** Without a socket, and when a live was about to start: often enough that nobody misses more than a few seconds. */
const QUICK_POLL_MS = 5 * SECOND_MS;
const SLOW_POLL_MS = 30 * SECOND_MS;
const QUICK_POLLS = 6;
/** A live can be announced some seconds before its playlist is there; no second message comes. */
const QUICK_POLLS_BESIDE_SOCKET = 2;
/** Beside a socket: a message can be lost. */
const SAFETY_POLL_MS = 60 * SECOND_MS;

export function watchLive(options: LiveWatchOptions): LiveWatch {
  const { ports, video } = options;
  const emitter = createEmitter<LiveWatchEvents>((error) =>
    ports.log.note('warn', 'A listener of a live threw.', { error }),
  );
  const origin = video.instance?.origin ?? null;
  const lifetime = new AbortController();
  let state: Live['state'] = video.live?.state ?? 'ended';
  let isConnected = false;
  let pollCount = 0;
  let cancelPoll: () => void = () => undefined;

  const change = (next: Live['state']) => {
    if (lifetime.signal.aborted || next === state) return;
    const wasStreaming = state === 'streaming';
    state = next;
    pollCount = 0;
    if (next === 'streaming') emitter.emit('streaming', undefined);
    else if (wasStreaming || next === 'ended') emitter.emit('ended', { isComingBack: next === 'waiting' });
    schedulePoll();
  };
  const poll = async () => {
    pollCount += 1;
    const next = origin === null ? null : await askState(ports, `${origin}/api/v1/videos/${video.id}`, lifetime.signal);
    if (lifetime.signal.aborted) return;
    if (next !== null) change(next);
    schedulePoll();
  };
  const schedulePoll = () => {
    cancelPoll();
    if (lifetime.signal.aborted || origin === null || video.live === null) return;
    if (state === 'ended') return;
    cancelPoll = ports.clock.schedule(pollDelayMs(), () => void poll());
  };
  const pollDelayMs = (): number => {
    const quickPolls = isConnected ? QUICK_POLLS_BESIDE_SOCKET : QUICK_POLLS;
    const calmMs = isConnected ? SAFETY_POLL_MS : SLOW_POLL_MS;
    const usualMs = state === 'waiting' && pollCount < quickPolls ? QUICK_POLL_MS : calmMs;
    // Viewers who wait for the same moment do not all ask in the same moment.
    const spreadMs = usualMs * (0.8 + 0.4 * ports.random.unit());
    return state === 'waiting' ? Math.min(spreadMs, untilStartMs(video, ports)) : spreadMs;
  };

  const { numericId = null } = video.live ?? {};
  const isWatchable = origin !== null && video.live !== null;
  const socket =
    isWatchable && numericId !== null && options.connect !== undefined
      ? options.connect(
          { origin, numericId },
          {
            onState: (stateId) => change(readState(stateId)),
            onViewers(viewerCount) {
              if (!lifetime.signal.aborted) emitter.emit('viewersChanged', { viewerCount });
            },
            onForceEnd() {
              if (state !== 'ended') change(video.live?.isPermanent === true ? 'waiting' : 'ended');
            },
            onConnection(isNowConnected) {
              if (isConnected === isNowConnected) return;
              isConnected = isNowConnected;
              schedulePoll();
            },
          },
        )
      : null;
  schedulePoll();

  return {
    get state() {
      return state;
    },
    on: emitter.on,
    destroy() {
      if (lifetime.signal.aborted) return;
      lifetime.abort();
      cancelPoll();
      socket?.close();
      emitter.clear();
    },
  };
}

function readState(stateId: number): Live['state'] {
  if (stateId === STATE.liveEnded) return 'ended';
  return stateId === STATE.published ? 'streaming' : 'waiting';
}

/** Null if the instance does not say; a film that has become a replay is streamed no more. */
async function askState(ports: Ports, url: string, signal: AbortSignal): Promise<Live['state'] | null> {
  try {
    const answer = await askJson({ ports, signal }, { url });
    if (!answer.ok) return answer.error.code === 'not-found' ? 'ended' : null;
    const { value } = answer.value;
    if (!isRecord(value) || typeof value.isLive !== 'boolean') return null;
    if (!value.isLive) return 'ended';
    const stateId = parseInteger(isRecord(value.state) ? value.state.id : null);
    const hasPlaylist = Array.isArray(value.streamingPlaylists) && value.streamingPlaylists.length > 0;
    const state = stateId === null ? null : readState(stateId);
    return state === 'streaming' && !hasPlaylist ? 'waiting' : state;
  } catch (error) {
    // Only an abort rejects: the watch is over.
    ports.log.note('debug', 'A live is watched no more.', { error });
    return null;
  }
}

/** Time until the next planned start, in milliseconds; infinity if none is planned. */
function untilStartMs(video: Video, { clock }: Ports): number {
  const starts = (video.live?.startsAt ?? []).map((moment) => parseMomentMs(moment) - clock.wallMs());
  return Math.min(...starts.filter((delayMs) => delayMs > 0), Number.POSITIVE_INFINITY);
}
