import { type VirtualTime, WORLD } from './virtual-clock.ts';

/** How far ahead of a busy downlink a sender may run before it waits: about one window of TCP or SCTP. */
const DOWNLINK_WINDOW_MS = 100;

/** A message up to this size slips through between others' packets; on its own connection it still keeps its place. */
const SMALL_BYTES = 1500;

/** A turn of a connection at a busy sender lasts about this long, within these sizes. */
const TURN_MS = 40;
const MIN_TURN_BYTES = 16 * 1024;
const MAX_TURN_BYTES = 64 * 1024;

/** A sender's line, shared fairly by all connections that have something to send. */
export type Uplink = {
  readonly bytesPerMs: number;
  readonly waiting: Flow[];
  /** The moment at which the line is free; a fraction of a millisecond is kept. */
  freeAtMs: number;
  cancelTimer: (() => void) | null;
  sentBytes: number;
};

export type Downlink = { readonly bytesPerMs: number; busyUntilMs: number; receivedBytes: number };

/** What a connection sends next. */
export type Piece = {
  readonly sizeBytes: number;
  /** On the sender's machine, when its last byte left. */
  readonly onSent: (() => void) | null;
  /** On the receiver's machine, when its last byte arrived. */
  readonly onArrived: () => void;
};

export type FlowOptions = {
  readonly from: Uplink;
  readonly to: Downlink;
  readonly fromMachine: number;
  readonly toMachine: number;
  /** One way. */
  readonly latencyMs: number;
  /** What distance, loss and window leave of the line for one connection. */
  readonly bytesPerMs: number;
  /** The next piece, of about `turnBytes` where it can be chosen; null while there is nothing to send. */
  take(turnBytes: number): Piece | null;
  hasMore(): boolean;
};

/** One direction of one connection. Pieces arrive in order. */
export type Flow = FlowOptions & {
  nextTurnMs: number;
  lastArrivalMs: number;
  isWaiting: boolean;
  isClosed: boolean;
};

/**
 * Lines, not packets: a sender serves its connections in turn, one piece each, and a piece arrives when the sender's
 * line, the connection's own limit, the receiver's line and the distance let it. One event a piece, whatever its size.
 */
export interface Network {
  createUplink(bitsPerSecond: number): Uplink;
  createDownlink(bitsPerSecond: number): Downlink;
  createFlow(options: FlowOptions): Flow;
  /** Say that the flow has something to send. */
  wake(flow: Flow): void;
  /** Sends a small piece past what others send, if the flow itself has nothing before it; false if it must queue. `onSent` is not called. */
  slip(flow: Flow, piece: Piece): boolean;
  close(flow: Flow): void;
}

export function bytesPerMs(bitsPerSecond: number): number {
  return bitsPerSecond / 8000;
}

export function createNetwork(time: VirtualTime): Network {
  const arrive = (flow: Flow, piece: Piece, startMs: number, sentMs: number): number => {
    const down = flow.to;
    down.busyUntilMs = Math.max(down.busyUntilMs, startMs) + piece.sizeBytes / down.bytesPerMs;
    const arrivalMs = Math.max(sentMs, down.busyUntilMs) + flow.latencyMs;
    flow.lastArrivalMs = Math.max(flow.lastArrivalMs, arrivalMs);
    flow.from.sentBytes += piece.sizeBytes;
    time.at(flow.toMachine, flow.lastArrivalMs, () => {
      down.receivedBytes += piece.sizeBytes;
      piece.onArrived();
    });
    return down.busyUntilMs;
  };

  const sendOne = (up: Uplink, flow: Flow): void => {
    const turnBytes = Math.min(
      Math.max((up.bytesPerMs / (up.waiting.length + 1)) * TURN_MS, MIN_TURN_BYTES),
      MAX_TURN_BYTES,
    );
    const piece = flow.take(turnBytes);
    if (piece === null) return;
    const startMs = Math.max(up.freeAtMs, time.nowMs());
    up.freeAtMs = startMs + piece.sizeBytes / up.bytesPerMs;
    const busyUntilMs = arrive(flow, piece, startMs, up.freeAtMs);
    flow.nextTurnMs = Math.max(startMs + piece.sizeBytes / flow.bytesPerMs, busyUntilMs - DOWNLINK_WINDOW_MS);
    if (piece.onSent) time.at(flow.fromMachine, up.freeAtMs, piece.onSent);
    if (flow.hasMore()) queue(flow);
  };

  const queue = (flow: Flow) => {
    if (flow.isWaiting || flow.isClosed) return;
    flow.isWaiting = true;
    flow.from.waiting.push(flow);
  };

  /** The first in line whose own limit lets it go, and if there is none, the moment at which one may. */
  const pickNext = (up: Uplink): Flow | number => {
    let soonestMs = Number.POSITIVE_INFINITY;
    const limitMs = Math.max(time.nowMs(), Math.floor(up.freeAtMs));
    for (let i = 0; i < up.waiting.length; i++) {
      const flow = up.waiting[i]!;
      if (flow.nextTurnMs <= limitMs) {
        up.waiting.splice(i, 1);
        flow.isWaiting = false;
        return flow;
      }
      soonestMs = Math.min(soonestMs, flow.nextTurnMs);
    }
    return soonestMs;
  };

  const serve = (up: Uplink) => {
    up.cancelTimer = null;
    const endMs = time.nowMs() + 1;
    while (up.waiting.length > 0 && up.freeAtMs < endMs) {
      const next = pickNext(up);
      if (typeof next !== 'number') sendOne(up, next);
      else {
        up.cancelTimer = time.at(WORLD, Math.max(next, time.nowMs() + 1), () => serve(up));
        return;
      }
    }
    if (up.waiting.length > 0) up.cancelTimer = time.at(WORLD, Math.floor(up.freeAtMs), () => serve(up));
  };

  return {
    createUplink: (bitsPerSecond) => ({
      bytesPerMs: bytesPerMs(bitsPerSecond),
      waiting: [],
      freeAtMs: 0,
      cancelTimer: null,
      sentBytes: 0,
    }),
    createDownlink: (bitsPerSecond) => ({ bytesPerMs: bytesPerMs(bitsPerSecond), busyUntilMs: 0, receivedBytes: 0 }),
    createFlow: (options) => ({ ...options, nextTurnMs: 0, lastArrivalMs: 0, isWaiting: false, isClosed: false }),
    wake(flow) {
      if (flow.isWaiting || flow.isClosed) return;
      queue(flow);
      const up = flow.from;
      if (up.cancelTimer !== null && up.freeAtMs >= time.nowMs() + 1) return;
      up.cancelTimer?.();
      up.cancelTimer = time.at(WORLD, time.nowMs(), () => serve(up));
    },
    slip(flow, piece) {
      if (piece.sizeBytes > SMALL_BYTES || flow.isWaiting || flow.isClosed) return false;
      const nowMs = time.nowMs();
      const sentMs = nowMs + piece.sizeBytes / Math.min(flow.from.bytesPerMs, flow.bytesPerMs);
      arrive(flow, piece, nowMs, sentMs);
      return true;
    },
    close(flow) {
      flow.isClosed = true;
      if (!flow.isWaiting) return;
      flow.isWaiting = false;
      flow.from.waiting.splice(flow.from.waiting.indexOf(flow), 1);
    },
  };
}
