import type { Clock } from '../base/clock.ts';
import { KIB } from '../base/units.ts';
import type { AnnouncedState, IncomingRequest, Pace, UploadSource } from '../wire/session.ts';
import type { Peer } from './peer.ts';

/** What an idle cap may send at once, in milliseconds of its rate. */
const BURST_MS = 250;
const SMALL_BYTES = 512 * KIB;
const SMALL_FACTOR = 4;
/** How long the first in line may take a freed place alone. */
const TURN_MS = 400;

export type UploadsOptions = {
  readonly clock: Clock;
  readonly slots: number;
  readonly maxBytesPerSecond: number | null;
  /** The bytes of a segment that we may pass on, or null. */
  find(request: IncomingRequest): UploadSource | null;
  states(): readonly AnnouncedState[];
};

/** Upload with manners: a few at a time, an instant "busy" for the others, a cap. */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #active = new Set<string>();
  readonly #waiting = new Set<Peer>();
  #cancelTurn: (() => void) | null = null;
  #isOn = true;
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
    // A few blocks are sent in less time than it takes to say "later" and to ask again.
    const isSmall = request.range.end - request.range.start <= SMALL_BYTES;
    if (this.#active.size >= this.#options.slots * (isSmall ? SMALL_FACTOR : 1)) {
      // First the news that we hold nothing, then the refusal: after a refusal alone a stock peer asks for the next.
      if (!peer.isToldBusy) peer.session.setBusy(true, this.#options.states());
      peer.isToldBusy = true;
      this.#waiting.add(peer);
      peer.session.refuse(request.id, 'busy');
      return;
    }
    this.#active.add(slotKey(peer, request.id));
    peer.session.serve(request.id, source);
  }

  handleEnd(peer: Peer, uploadId: number): void {
    if (this.#active.delete(slotKey(peer, uploadId))) this.#offerTurn();
  }

  handleLeave(peer: Peer): void {
    this.#waiting.delete(peer);
    for (const key of this.#active) if (key.startsWith(`${peer.key}#`)) this.#active.delete(key);
    this.#offerTurn();
  }

  /** A token bucket: how long to wait after sending so many bytes. */
  readonly pace: Pace = (bytes) => {
    const { maxBytesPerSecond, clock } = this.#options;
    if (maxBytesPerSecond === null) return 0;
    const perMs = maxBytesPerSecond / 1000;
    const nowMs = clock.nowMs();
    this.#creditBytes = Math.min(this.#creditBytes + (nowMs - this.#creditedMs) * perMs, BURST_MS * perMs) - bytes;
    this.#creditedMs = nowMs;
    return this.#creditBytes >= 0 ? 0 : -this.#creditBytes / perMs;
  };

  destroy(): void {
    this.#cancelTurn?.();
    this.#waiting.clear();
    this.#active.clear();
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

function slotKey(peer: Peer, uploadId: number): string {
  return `${peer.key}#${uploadId}`;
}
