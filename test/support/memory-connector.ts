import { createEmitter } from '../../src/base/emitter.ts';
import type { ConnectionHandlers, Connector, OutgoingConnection } from '../../src/wire/connector.ts';
import { type Link, type LinkEvents, lowMarkOf } from '../../src/wire/link.ts';

/** Runs a task after the time that a packet takes. */
export type Later = (task: () => void) => void;

type End = {
  readonly handlers: ConnectionHandlers;
  readonly sdp: string;
  other: End | null;
  link: (Link & { shut(reason: string): void; receive(message: Uint8Array): void }) | null;
  isOver: boolean;
};

/** Where offers of one process find their way back to who made them. */
export type MemoryWeb = { readonly later: Later; readonly ends: Map<string, End> };

export function createMemoryWeb(later: Later): MemoryWeb {
  return { later, ends: new Map() };
}

/** Connections that need no network: a description is a number, and both ends open one packet after the answer. */
export function createMemoryConnector(web: MemoryWeb): Connector & { openCount(): number; madeCount(): number } {
  const own = new Set<End>();
  const createEnd = (handlers: ConnectionHandlers): End => {
    const end: End = { handlers, sdp: `v=0 ${web.ends.size}`, other: null, link: null, isOver: false };
    web.ends.set(end.sdp, end);
    own.add(end);
    return end;
  };
  const connectionOf = (end: End): OutgoingConnection => ({
    sdp: end.sdp,
    accept: ({ sdp, remotePeerId }) => accept(web, end, { sdp, remotePeerId }),
    close: (reason) => {
      if (end.isOver) return;
      end.isOver = true;
      end.link?.close(reason);
      web.later(() => end.other && lose(end.other, 'the peer closed'));
    },
  });
  return {
    madeCount: () => own.size,
    openCount: () => [...own].filter((end) => !end.isOver).length,
    createOffer: (handlers) =>
      new Promise((resolve) => {
        const end = createEnd(handlers);
        web.later(() => resolve(connectionOf(end)));
      }),
    answerOffer: ({ sdp, remotePeerId }, handlers) =>
      new Promise((resolve, reject) => {
        const offerer = web.ends.get(sdp);
        if (offerer === undefined) {
          reject(new Error('a bad offer'));
          return;
        }
        const end = createEnd(handlers);
        end.other = offerer;
        offerPeerIds.set(end, remotePeerId);
        web.later(() => resolve(connectionOf(end)));
      }),
  };
}

const offerPeerIds = new WeakMap<End, string>();

function accept(web: MemoryWeb, end: End, answer: { sdp: string; remotePeerId: string }): void {
  const answerer = web.ends.get(answer.sdp);
  web.later(() => {
    if (answerer === undefined || answerer.isOver || end.isOver) {
      lose(end, 'nobody there');
      return;
    }
    end.other = answerer;
    answerer.other = end;
    end.link = createMemoryEnd(web, end, answer.remotePeerId);
    answerer.link = createMemoryEnd(web, answerer, offerPeerIds.get(answerer) ?? '');
    end.handlers.onOpen(end.link);
    answerer.handlers.onOpen(answerer.link);
  });
}

function lose(end: End, reason: string): void {
  if (end.isOver) return;
  end.isOver = true;
  end.link?.shut(reason);
  end.handlers.onClosed(reason);
}

function createMemoryEnd(web: MemoryWeb, end: End, remotePeerId: string): NonNullable<End['link']> {
  const emitter = createEmitter<LinkEvents>((error) => {
    throw error;
  });
  let bufferedBytes = 0;
  let lowMarkBytes = 0;
  let isOpen = true;
  const shut = (reason: string) => {
    if (!isOpen) return;
    isOpen = false;
    emitter.emit('closed', { reason });
    emitter.clear();
  };
  return {
    remotePeerId,
    get bufferedBytes() {
      return isOpen ? bufferedBytes : 0;
    },
    on: emitter.on,
    shut,
    receive: (message) => {
      if (isOpen) emitter.emit('message', message);
    },
    send(message) {
      if (!isOpen) return;
      const copy = message.slice();
      bufferedBytes += copy.length;
      lowMarkBytes = lowMarkOf(bufferedBytes);
      web.later(() => {
        const wasAbove = bufferedBytes > lowMarkBytes;
        bufferedBytes -= copy.length;
        if (isOpen && wasAbove && bufferedBytes <= lowMarkBytes) emitter.emit('drained', undefined);
        end.other?.link?.receive(copy);
      });
    },
    close(reason) {
      if (!isOpen) return;
      shut(reason);
      web.later(() => end.other && lose(end.other, 'the peer closed'));
      lose(end, reason);
    },
  };
}
