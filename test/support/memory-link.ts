import { createEmitter } from '../../src/base/emitter.ts';
import { type Link, type LinkEvents, lowMarkOf } from '../../src/wire/link.ts';
import type { Downlink, Flow, Network, Piece, Uplink } from './network.ts';
import { falsify, PhantomBytes } from './phantom-bytes.ts';
import type { VirtualTime } from './virtual-clock.ts';

/** One end of a connection: where it stands and what it may do. */
export type LinkEnd = {
  readonly machine: number;
  readonly peerId: string;
  readonly up: Uplink;
  readonly down: Downlink;
  /** Sends other bytes than it claims. */
  readonly isLiar?: boolean;
  /** Sees each message as it is handed over. */
  readonly onSend?: (message: Uint8Array, to: string) => void;
  /** Sees each message just before it arrives. */
  readonly onReceive?: (message: Uint8Array, from: string) => void;
};

export type MemoryLink = Link & {
  /** The machine is gone without a word: the other end learns of it `silenceMs` later. */
  vanish(silenceMs: number): void;
};

export type LinkPath = {
  /** There and back. */
  readonly rttMs: number;
  /** What loss and distance leave for one connection. */
  readonly bitsPerSecond: number;
};

/** Two ends of an open connection over the simulated network. */
export function createLinkPair(
  world: { time: VirtualTime; network: Network },
  ends: readonly [LinkEnd, LinkEnd],
  path: LinkPath,
): [MemoryLink, MemoryLink] {
  const first = createEnd(world, ends[0], ends[1], path);
  const second = createEnd(world, ends[1], ends[0], path);
  first.connect(second);
  second.connect(first);
  return [first.link, second.link];
}

type End = {
  readonly link: MemoryLink;
  connect(other: End): void;
  receive(message: Uint8Array): void;
  shut(reason: string): void;
};

function createEnd(
  { time, network }: { time: VirtualTime; network: Network },
  own: LinkEnd,
  remote: LinkEnd,
  path: LinkPath,
): End {
  const emitter = createEmitter<LinkEvents>((error) => {
    throw error;
  });
  const queue: Uint8Array[] = [];
  let other: End | null = null;
  let bufferedBytes = 0;
  let lowMarkBytes = 0;
  let isOpen = true;

  const pieceOf = (message: Uint8Array, isQueued: boolean): Piece => ({
    sizeBytes: message.length,
    onSent: isQueued ? () => onSent(message.length) : null,
    onArrived: () => other?.receive(message),
  });

  const onSent = (sizeBytes: number) => {
    const wasAbove = bufferedBytes > lowMarkBytes;
    bufferedBytes -= sizeBytes;
    if (isOpen && wasAbove && bufferedBytes <= lowMarkBytes) emitter.emit('drained', undefined);
  };

  const flow: Flow = network.createFlow({
    from: own.up,
    to: remote.down,
    fromMachine: own.machine,
    toMachine: remote.machine,
    latencyMs: path.rttMs / 2,
    bytesPerMs: path.bitsPerSecond / 8000,
    hasMore: () => queue.length > 0,
    take: () => {
      const message = queue.shift();
      return message === undefined ? null : pieceOf(message, true);
    },
  });

  const shut = (reason: string) => {
    if (!isOpen) return;
    isOpen = false;
    queue.length = 0;
    bufferedBytes = 0;
    network.close(flow);
    emitter.emit('closed', { reason });
    emitter.clear();
  };

  const link: MemoryLink = {
    remotePeerId: remote.peerId,
    get bufferedBytes() {
      return bufferedBytes;
    },
    on: emitter.on,
    send(message) {
      if (!isOpen) return;
      own.onSend?.(message, remote.peerId);
      const sent = own.isLiar && message instanceof PhantomBytes ? falsify(message) : message;
      if (queue.length === 0 && network.slip(flow, pieceOf(sent, false))) return;
      bufferedBytes += sent.length;
      lowMarkBytes = lowMarkOf(bufferedBytes);
      queue.push(sent);
      network.wake(flow);
    },
    close(reason) {
      if (!isOpen) return;
      const closeMs = Math.max(time.nowMs() + path.rttMs / 2, flow.lastArrivalMs);
      time.at(remote.machine, closeMs, () => other?.shut(reason));
      shut(reason);
    },
    vanish(silenceMs) {
      if (!isOpen) return;
      time.at(remote.machine, time.nowMs() + silenceMs, () => other?.shut('the peer went silent'));
      isOpen = false;
      queue.length = 0;
      network.close(flow);
      emitter.clear();
    },
  };

  return {
    link,
    connect: (end) => {
      other = end;
    },
    receive(message) {
      if (!isOpen) return;
      own.onReceive?.(message, remote.peerId);
      emitter.emit('message', message);
    },
    shut,
  };
}
