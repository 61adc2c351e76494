import { fromUtf8 } from '../../base/bytes.ts';
import type { Socket, SocketHandlers } from '../socket.ts';

/** Opens a WebSocket; an address that is none ends in `onClosed`, as a server that does not answer does. */
export function openWebSocket(url: string, handlers: SocketHandlers): Socket {
  let socket: WebSocket;
  try {
    socket = new WebSocket(url);
  } catch (error) {
    // A malformed address, or plain `ws:` from a page with TLS. The caller has to hold the socket before it hears of it.
    queueMicrotask(() => handlers.onClosed(String(error)));
    return { send: ignore, close: ignore };
  }
  socket.binaryType = 'arraybuffer';
  const abort = new AbortController();
  const { signal } = abort;
  socket.addEventListener('open', () => handlers.onOpen(), { signal });
  socket.addEventListener('message', ({ data }) => handlers.onText(readText(data)), { signal });
  socket.addEventListener(
    'close',
    ({ code, reason }) => {
      abort.abort();
      handlers.onClosed(reason === '' ? `closed with code ${code}` : reason.slice(0, 200));
    },
    { signal },
  );
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close() {
      abort.abort();
      socket.close();
    },
  };
}

function readText(data: unknown): string {
  if (typeof data === 'string') return data;
  return data instanceof ArrayBuffer ? fromUtf8(new Uint8Array(data)) : '';
}

function ignore(): void {
  // There is no socket.
}
