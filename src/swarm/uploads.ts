import type { Clock } from '../base/clock.ts';
import { clamp, KIB } from '../base/units.ts';
import type { AnnouncedState, IncomingRequest, Pace, UploadSource } from '../wire/session.ts';
import type { Peer } from './peer.ts';
import type { LaterSource } from './segment-store.ts';
import { type LineView, UploadLine } from './upload-line.ts';
import { fastestFirst, isTurnOf, NEXT_TURN_MS } from './upload-turns.ts';

/** What an idle cap may send at once, in milliseconds of its rate. */
const BURST_MS = 250;
/** Less than the time after which a peer gives up a request that nothing came of. */
const PATIENCE_MS = 1200;
/** So much may be on its way out of the page at once, to all and to one, as time and at least in bytes. */
const QUEUE_MS = 300;
const MIN_QUEUE_BYTES = 64 * KIB;
const LINK_MS = 50;
const MIN_LINK_BYTES = 32 * KIB;
/** How long to wait for a queue before looking again: lines change. */
const MAX_WAIT_MS = 100;
/** After so much a line is known; with less, 2 Mbit/s, it is slow. */
const KNOWN_BYTES = 1024 * KIB;
const SLOW_BYTES_PER_MS = 250;
/** A line that sends so much has more than one place: it may be the other end that is slow. */
const QUICK_BYTES_PER_MS = 750;
/** How long those who were told may take a freed place alone. */
const TURN_MS = 400;
/** What whoever is told of room is expected to ask for. */
const TURN_BYTES = 512 * KIB;
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

type Slot = { restBytes: number; readonly peer: Peer };

/** Upload with manners: a few at a time, an instant "busy" for the others, a cap. */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #active = new Map<string, Slot>();
  readonly #line: UploadLine;
  readonly #waiting = new Set<Peer>();
  #cancelTurn: (() => void) | null = null;
  #isOn = true;
  #cancelWatch: (() => void) | null = null;
  /** The most that the line was seen to send on average. */
  #mostPerMs = 0;
  #creditBytes: number;
  #creditedMs: number;

  constructor(options: UploadsOptions) {
    this.#options = options;
    this.#line = new UploadLine(options.clock);
    this.#creditBytes = 0;
    this.#creditedMs = options.clock.nowMs();
  }

  get activeCount(): number {
    return this.#active.size;
  }

  /** What the line sends, as far as it was needed; null before the first measure. */
  bytesPerMs(): number | null {
    return this.#line.measure().bytesPerMs;
  }

  setOn(isOn: boolean): void {
    this.#isOn = isOn;
  }

  /** Answers at once: stock peers take two seconds of silence for a failure. */
  handle(peer: Peer, request: IncomingRequest): void {
    const source = this.#isOn ? this.#options.find(request) : null;
    const bytes = source === null ? 0 : Math.min(request.range.end, source.sizeBytes) - request.range.start;
    if (source === null || bytes <= 0) {
      peer.session.refuse(request.id, 'absent');
      return;
    }
    if (!this.#hasRoom(peer, bytes)) {
      // First the news that we hold nothing, then the refusal: after a refusal alone a stock peer asks for the next.
      if (!peer.isToldBusy) peer.session.setBusy(true, this.#options.states());
      peer.isToldBusy = true;
      this.#waiting.add(peer);
      peer.session.refuse(request.id, 'busy');
      return;
    }
    if (this.#active.size === 0 && this.#cancelWatch === null) this.#line.begin();
    const slot = { restBytes: bytes, peer };
    this.#active.set(slotKey(peer, request.id), slot);
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
  handleSent(peer: Peer, uploadId: number, bytes: number): void {
    const slot = this.#active.get(slotKey(peer, uploadId));
    if (slot !== undefined) slot.restBytes -= bytes;
    this.#line.noteSent(peer.session, bytes);
    this.#creditBytes -= bytes;
  }

  /**
   * Stock peers have places. Our own kind may wait in line where it will be gone before whoever asked loses patience: so
   * a fast line is never kept by a few who receive slowly, and a slow one sends to one at a time. Whoever was told of
   * room a moment ago counts as if he had asked.
   */
  #hasRoom(peer: Peer, bytes: number, toldCount = 0): boolean {
    const { honoursRangeEnd } = peer.session;
    const { queuedBytes, bytesPerMs, bestPerMs } = this.#line.measure();
    const isSlow = bytesPerMs !== null && bestPerMs < QUICK_BYTES_PER_MS;
    const places = honoursRangeEnd && isSlow ? 1 : this.#options.slots;
    if (this.#active.size + toldCount < places) return true;
    if (!honoursRangeEnd) return false;
    let aheadBytes = queuedBytes + toldCount * TURN_BYTES;
    for (const { restBytes } of this.#active.values()) aheadBytes += restBytes;
    return aheadBytes + bytes < bestPerMs * PATIENCE_MS;
  }

  handleEnd(peer: Peer, uploadId: number): void {
    if (!this.#active.delete(slotKey(peer, uploadId))) return;
    this.#noteIdle();
    this.#offerTurn();
  }

  handleLeave(peer: Peer): void {
    this.#waiting.delete(peer);
    this.#line.forget(peer.session);
    const prefix = slotKey(peer, '');
    for (const key of [...this.#active.keys()]) if (key.startsWith(prefix)) this.#active.delete(key);
    this.#noteIdle();
    this.#offerTurn();
  }

  /** How long to wait: for the cap, and for what is queued to leave. */
  readonly pace: Pace = (linkBytes) => this.#waitFor(this.#line.measure(), linkBytes);

  /** The same for one of our own kind, who may also be passed over while others are served. */
  paceOf(peerId: string): Pace {
    return (linkBytes) => {
      const line = this.#line.measure();
      const waitMs = this.#waitFor(line, linkBytes);
      if (waitMs >= NEXT_TURN_MS) return waitMs;
      return isTurnOf(peerId, this.#active.values(), line, this.#options.slots) ? waitMs : NEXT_TURN_MS;
    };
  }

  #waitFor(line: LineView, linkBytes: number): number {
    return Math.max(this.#waitForCap(line), waitForQueue(line, linkBytes));
  }

  /** A token bucket. */
  #waitForCap(line: LineView): number {
    const perMs = this.#capBytesPerMs(line);
    const nowMs = this.#options.clock.nowMs();
    const passedMs = nowMs - this.#creditedMs;
    this.#creditedMs = nowMs;
    if (perMs === Number.POSITIVE_INFINITY) this.#creditBytes = 0;
    else this.#creditBytes = Math.min(this.#creditBytes + passedMs * perMs, BURST_MS * perMs);
    return this.#creditBytes >= 0 ? 0 : -this.#creditBytes / perMs;
  }

  /** While playback stands still, a slow line keeps half of what it was seen to send for what we need. */
  #capBytesPerMs({ bytesPerMs }: LineView): number {
    const { maxBytesPerSecond, isStarving } = this.#options;
    const cap = maxBytesPerSecond === null ? Number.POSITIVE_INFINITY : maxBytesPerSecond / 1000;
    if (this.#line.sentBytes < KNOWN_BYTES) return cap;
    this.#mostPerMs = Math.max(this.#mostPerMs, bytesPerMs ?? 0);
    return isStarving() && this.#mostPerMs < SLOW_BYTES_PER_MS ? Math.min(cap, this.#mostPerMs / 2) : cap;
  }

  destroy(): void {
    this.#cancelTurn?.();
    this.#cancelWatch?.();
    this.#waiting.clear();
    this.#active.clear();
  }

  #noteIdle(): void {
    if (this.#active.size > 0) return;
    if (this.#line.queuedBytes() > 0) {
      this.#watch();
      return;
    }
    this.#cancelWatch?.();
    this.#cancelWatch = null;
    this.#line.end();
  }

  /** Everything is sent, and some of it still has to leave. */
  #watch(): void {
    this.#cancelWatch ??= this.#options.clock.schedule(WATCH_MS, () => {
      this.#cancelWatch = null;
      this.#noteIdle();
    });
  }

  /** Tells as many as there is room for, and the others a little later if it is still there. */
  #offerTurn(): void {
    let toldCount = 0;
    for (const peer of fastestFirst(this.#waiting)) {
      if (!this.#hasRoom(peer, TURN_BYTES, toldCount)) break;
      this.#free(peer);
      toldCount++;
    }
    if (this.#waiting.size === 0 || this.#cancelTurn !== null) return;
    this.#cancelTurn = this.#options.clock.schedule(TURN_MS, () => {
      this.#cancelTurn = null;
      this.#offerTurn();
    });
  }

  #free(peer: Peer): void {
    this.#waiting.delete(peer);
    peer.isToldBusy = false;
    peer.session.setBusy(false, this.#options.states());
  }
}

/** What waits in one link delays the others too, since they share the line; and what comes after it even more. */
function waitForQueue({ queuedBytes, bestPerMs }: LineView, linkBytes: number): number {
  const excess = Math.max(
    queuedBytes - Math.max(MIN_QUEUE_BYTES, bestPerMs * QUEUE_MS),
    linkBytes - Math.max(MIN_LINK_BYTES, bestPerMs * LINK_MS),
  );
  return excess <= 0 ? 0 : clamp(excess / bestPerMs / 2, 10, MAX_WAIT_MS);
}

function slotKey(peer: Peer, uploadId: number | ''): string {
  return `${peer.key}>${uploadId}`;
}
