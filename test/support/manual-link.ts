import { createEmitter } from '../../src/base/emitter.ts';
import type { Link, LinkEvents } from '../../src/wire/link.ts';
import type { PeerSession, SessionEvents } from '../../src/wire/session.ts';

/** A link whose other end is the test itself. */
export function createManualLink(remotePeerId: string) {
  const emitter = createEmitter<LinkEvents>((error) => {
    throw error;
  });
  const sent: Uint8Array[] = [];
  let bufferedBytes = 0;
  let isOpen = true;
  const link: Link = {
    remotePeerId,
    get bufferedBytes() {
      return bufferedBytes;
    },
    on: emitter.on,
    send: (message) => {
      if (isOpen) sent.push(message.slice());
    },
    close: (reason) => {
      if (!isOpen) return;
      isOpen = false;
      emitter.emit('closed', { reason });
    },
  };
  return {
    link,
    sent,
    isOpen: () => isOpen,
    receive: (message: Uint8Array) => emitter.emit('message', message),
    setBuffered: (bytes: number) => {
      bufferedBytes = bytes;
    },
    drain: () => emitter.emit('drained', undefined),
  };
}

const NAMES = [
  'availabilityChanged',
  'partialChanged',
  'windowChanged',
  'dataStarted',
  'dataReceived',
  'strayReceived',
  'requestEnded',
  'requested',
  'busyChanged',
  'uploadEnded',
  'closed',
] as const satisfies readonly (keyof SessionEvents)[];

/** Every event of a session, in order, but for what it sends. */
export function recordEvents(session: PeerSession): [keyof SessionEvents, unknown][] {
  const events: [keyof SessionEvents, unknown][] = [];
  for (const name of NAMES) session.on(name, (event) => events.push([name, event]));
  return events;
}
