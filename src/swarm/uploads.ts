import type { Clock } from '../base/clock.ts';
import { clamp, KIB } from '../base/units.ts';
import type { AnnouncedState, IncomingRequest, Pace, UploadSource } from '../wire/session.ts';
import type { Peer } from './peer.ts';
import { RateMeter } from './rate.ts';
import type { LaterSource } from './segment-store.ts';

/** What an idle cap may send at once, in milliseconds of its rate. */
const BURST_MS = 250;
const SMALL_BYTES = 512 * KIB;
/** Less than the time after which a peer gives up a request that nothing came of. */
const PATIENCE_MS = 1200;
/** So much may be on its way out of the page at once, as time and at least in bytes. */
const QUEUE_MS = 200;
const MIN_QUEUE_BYTES = 32 * KIB;
/** How long to wait for a queue before looking again: lines change. */
const MAX_WAIT_MS = 250;
/** Of a line that was never measured: 2 Mbit/s. */
const DEFAULT_BYTES_PER_MS = 250;
/** After so much a line is known; with less, 2 Mbit/s, it is slow. */
const KNOWN_BYTES = 1024 * KIB;
const SLOW_BYTES_PER_MS = 250;
/** How long the first in line may take a freed place alone. */
const TURN_MS = 400;
/** How often to look whether a queue has drained. */
const WATCH_MS = 50;

export type UploadsOptions = {
  readonly clock: Clock;
  readonly slots: number;
  readonly maxBytesPerSecond: number | null;
  /** Our own playback stands still. */
  isStarving(): boolean;
  /** The bytes of a segment that we may pass on, or null. */
  find(request: IncomingRequest): UploadSource | LaterSource | null;
  states(): readonly AnnouncedState[];
};

type Slot = { readonly bytes: number; readonly peer: Peer };

/** Upload with manners: a few at a time, an instant "busy" for the others, a cap. */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #active = new Map<string, Slot>();
  readonly #rate = new RateMeter(0);
  readonly #waiting = new Set<Peer>();
  readonly #sending = new Set<Peer>();
  #cancelTurn: (() => void) | null = null;
  #isOn = true;
  #sentBytes = 0;
  /** Of what was sent, what has left the page. */
  #leftBytes = 0;
  #cancelWatch: (() => void) | null = null;
  /** The most that the line was seen to send. */
  #bestPerMs = 0;
  #creditBytes: number;
  #creditedMs: number;

  constructor(options: UploadsOptions) {
    this.#options = options;
    this.#creditBytes = 0;
    this.#creditedMs = options.clock.nowMs();
  }

  get activeCount(): number {
    return this.#active.size;
  }

  /** What the line sends, as far as it was needed; null before the first measure. */
  bytesPerMs(): number | null {
    this.#measure();
    return this.#rate.bytesPerMs(this.#options.clock.nowMs());
  }

  setOn(isOn: boolean): void {
    this.#isOn = isOn;
  }

  /** Answers at once: stock peers take two seconds of silence for a failure. */
  handle(peer: Peer, request: IncomingRequest): void {
    const source = this.#isOn ? this.#options.find(request) : null;
    if (source === null) {
      peer.session.refuse(request.id, 'absent');
      return;
    }
    if (!this.#hasRoom(request)) {
      // First the news that we hold nothing, then the refusal: after a refusal alone a stock peer asks for the next.
      if (!peer.isToldBusy) peer.session.setBusy(true, this.#options.states());
      peer.isToldBusy = true;
      this.#waiting.add(peer);
      peer.session.refuse(request.id, 'busy');
      return;
    }
    const bytes = Math.min(request.range.end, source.sizeBytes) - request.range.start;
    if (this.#active.size === 0 && this.#cancelWatch === null) this.#rate.begin(this.#options.clock.nowMs());
    const slot = { bytes, peer };
    this.#active.set(slotKey(peer, request.id), slot);
    this.#sending.add(peer);
    if ('read' in source) peer.session.serve(request.id, source);
    else void this.#serveLater(slot, request, source);
  }

  /** The place is taken while the bytes are read: so there are never more of them than places. */
  async #serveLater(slot: Slot, request: IncomingRequest, later: LaterSource): Promise<void> {
    const source = await later.open(request.range);
    const key = slotKey(slot.peer, request.id);
    if (this.#active.get(key) !== slot) return;
    if (source !== null) slot.peer.session.serve(request.id, source);
    else {
      slot.peer.session.refuse(request.id, 'absent');
      this.handleEnd(slot.peer, request.id);
    }
  }

  /** Something was handed to the network. */
  handleSent(bytes: number): void {
    this.#sentBytes += bytes;
    this.#creditBytes -= bytes;
  }

  /** What was handed to the network counts when it has left: a queue takes everything at once. @returns what is queued. */
  #measure(): number {
    let queuedBytes = 0;
    for (const peer of this.#sending) queuedBytes += peer.session.bufferedBytes;
    const leftBytes = this.#sentBytes - queuedBytes;
    if (leftBytes > this.#leftBytes) {
      this.#rate.add(leftBytes - this.#leftBytes, this.#options.clock.nowMs());
      this.#leftBytes = leftBytes;
    }
    return queuedBytes;
  }

  /** A few blocks more are taken where they will be gone before the one who asked loses patience. */
  #hasRoom({ range }: IncomingRequest): boolean {
    const bytes = range.end - range.start;
    if (bytes > SMALL_BYTES) return this.#active.size < this.#options.slots;
    let queuedBytes = 0;
    for (const upload of this.#active.values()) queuedBytes += upload.bytes;
    const perMs = this.bytesPerMs() ?? DEFAULT_BYTES_PER_MS;
    return this.#active.size < this.#options.slots || queuedBytes + bytes < perMs * PATIENCE_MS;
  }

  handleEnd(peer: Peer, uploadId: number): void {
    if (!this.#active.delete(slotKey(peer, uploadId))) return;
    this.#noteIdle();
    this.#offerTurn();
  }

  handleLeave(peer: Peer): void {
    this.#waiting.delete(peer);
    this.#sending.delete(peer);
    const prefix = slotKey(peer, '');
    for (const key of [...this.#active.keys()]) if (key.startsWith(prefix)) this.#active.delete(key);
    this.#noteIdle();
    this.#offerTurn();
  }

  /** How long to wait: for the cap, and for what is queued at all peers to leave. */
  readonly pace: Pace = () => Math.max(this.#waitForCap(), this.#waitForQueue());

  /** What waits in one link delays the others too, since they share the line. */
  #waitForQueue(): number {
    const queuedBytes = this.#measure();
    const perMs = this.bytesPerMs() ?? DEFAULT_BYTES_PER_MS;
    const excess = queuedBytes - Math.max(MIN_QUEUE_BYTES, perMs * QUEUE_MS);
    return excess <= 0 ? 0 : clamp(excess / perMs, 10, MAX_WAIT_MS);
  }

  /** A token bucket. */
  #waitForCap(): number {
    const perMs = this.#capBytesPerMs();
    const nowMs = this.#options.clock.nowMs();
    const passedMs = nowMs - this.#creditedMs;
    this.#creditedMs = nowMs;
    if (perMs === Number.POSITIVE_INFINITY) this.#creditBytes = 0;
    else this.#creditBytes = Math.min(this.#creditBytes + passedMs * perMs, BURST_MS * perMs);
    return this.#creditBytes >= 0 ? 0 : -this.#creditBytes / perMs;
  }

  /** While playback stands still, a slow line keeps half of what it was seen to send for what we need. */
  #capBytesPerMs(): number {
    const { maxBytesPerSecond, isStarving } = this.#options;
    const cap = maxBytesPerSecond === null ? Number.POSITIVE_INFINITY : maxBytesPerSecond / 1000;
    if (this.#sentBytes < KNOWN_BYTES) return cap;
    if (!isStarving()) this.#bestPerMs = Math.max(this.#bestPerMs, this.bytesPerMs() ?? 0);
    return isStarving() && this.#bestPerMs < SLOW_BYTES_PER_MS ? Math.min(cap, this.#bestPerMs / 2) : cap;
  }

  destroy(): void {
    this.#cancelTurn?.();
    this.#cancelWatch?.();
    this.#waiting.clear();
    this.#active.clear();
  }

  #noteIdle(): void {
    const queuedBytes = this.#measure();
    if (queuedBytes === 0) {
      this.#sending.clear();
      for (const { peer } of this.#active.values()) this.#sending.add(peer);
    }
    if (this.#active.size > 0) return;
    if (queuedBytes === 0) {
      this.#cancelWatch?.();
      this.#cancelWatch = null;
      this.#rate.end(this.#options.clock.nowMs());
    } else this.#watch();
  }

  /** Everything is sent, and some of it still has to leave. */
  #watch(): void {
    this.#cancelWatch ??= this.#options.clock.schedule(WATCH_MS, () => {
      this.#cancelWatch = null;
      if (this.#active.size > 0) return;
      this.#noteIdle();
    });
  }

  /** Tells who has waited longest that there is room, and the others a little later if it is still there. */
  #offerTurn(): void {
    let free = this.#options.slots - this.#active.size;
    for (const peer of this.#waiting) {
      if (free-- <= 0) break;
      this.#free(peer);
    }
    if (this.#waiting.size === 0 || this.#cancelTurn !== null) return;
    this.#cancelTurn = this.#options.clock.schedule(TURN_MS, () => {
      this.#cancelTurn = null;
      if (this.#active.size < this.#options.slots) this.#offerTurn();
    });
  }

  #free(peer: Peer): void {
    this.#waiting.delete(peer);
    peer.isToldBusy = false;
    peer.session.setBusy(false, this.#options.states());
  }
}

function slotKey(peer: Peer, uploadId: number | ''): string {
  return `${peer.key}>${uploadId}`;
}
