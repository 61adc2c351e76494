import { isRecord, parseInteger } from '../base/check.ts';
import { createEmitter, type Emitter, type Listenable } from '../base/emitter.ts';
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
  return new Watch(options);
}

class Watch implements LiveWatch {
  readonly on: LiveWatch['on'];
  readonly #ports: Ports;
  readonly #video: Video;
  /** Null where there is nobody to ask. */
  readonly #origin: string | null;
  readonly #emitter: Emitter<LiveWatchEvents>;
  readonly #lifetime = new AbortController();
  readonly #socket: { close(): void } | null;
  #state: Live['state'];
  #isConnected = false;
  #pollCount = 0;
  #cancelPoll: () => void = () => undefined;

  constructor({ ports, video, connect }: LiveWatchOptions) {
    this.#ports = ports;
    this.#video = video;
    this.#origin = video.live === null ? null : (video.instance?.origin ?? null);
    this.#emitter = createEmitter((error) => ports.log.note('warn', 'A listener of a live threw.', { error }));
    this.on = this.#emitter.on;
    this.#state = video.live?.state ?? 'ended';
    this.#socket = connect === undefined ? null : this.#listen(connect);
    this.#schedulePoll();
  }

  get state(): Live['state'] {
    return this.#state;
  }

  destroy(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort();
    this.#cancelPoll();
    this.#socket?.close();
    this.#emitter.clear();
  }

  #listen(connect: ConnectLiveSocket): { close(): void } | null {
    const numericId = this.#video.live?.numericId ?? null;
    if (this.#origin === null || numericId === null) return null;
    return connect(
      { origin: this.#origin, numericId },
      {
        onState: (stateId) => this.#change(readState(stateId)),
        onViewers: (viewerCount) => this.#emitter.emit('viewersChanged', { viewerCount }),
        onForceEnd: () => {
          if (this.#state !== 'ended') this.#change(this.#video.live?.isPermanent === true ? 'waiting' : 'ended');
        },
        onConnection: (isConnected) => {
          if (this.#isConnected === isConnected) return;
          this.#isConnected = isConnected;
          this.#schedulePoll();
        },
      },
    );
  }

  #change(next: Live['state']): void {
    if (this.#lifetime.signal.aborted || next === this.#state) return;
    const wasStreaming = this.#state === 'streaming';
    this.#state = next;
    this.#pollCount = 0;
    if (next === 'streaming') this.#emitter.emit('streaming', undefined);
    else if (wasStreaming || next === 'ended') this.#emitter.emit('ended', { isComingBack: next === 'waiting' });
    this.#schedulePoll();
  }

  #schedulePoll(): void {
    this.#cancelPoll();
    if (this.#lifetime.signal.aborted || this.#origin === null || this.#state === 'ended') return;
    const url = `${this.#origin}/api/v1/videos/${this.#video.id}`;
    this.#cancelPoll = this.#ports.clock.schedule(this.#pollDelayMs(), () => void this.#poll(url));
  }

  #pollDelayMs(): number {
    const quickPolls = this.#isConnected ? QUICK_POLLS_BESIDE_SOCKET : QUICK_POLLS;
    const calmMs = this.#isConnected ? SAFETY_POLL_MS : SLOW_POLL_MS;
    const usualMs = this.#state === 'waiting' && this.#pollCount < quickPolls ? QUICK_POLL_MS : calmMs;
    // Viewers who wait for the same moment do not all ask in the same moment.
    const spreadMs = usualMs * (0.8 + 0.4 * this.#ports.random.unit());
    return this.#state === 'waiting' ? Math.min(spreadMs, untilStartMs(this.#video, this.#ports)) : spreadMs;
  }

  async #poll(url: string): Promise<void> {
    this.#pollCount += 1;
    const next = await askState(this.#ports, url, this.#lifetime.signal);
    if (next !== null) this.#change(next);
    this.#schedulePoll();
  }
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
