import type { Socket } from 'socket.io-client';
import { isRecord, parseInteger } from '../../base/check.ts';
import type { ConnectLiveSocket } from '../live-socket.ts';

/**
 * PeerTube's `/live-videos` namespace through the real socket.io client, loaded when the first live needs it.
 * WebSocket only: instances refuse socket.io's polling to pages of other origins.
 */
export const connectSocketIo: ConnectLiveSocket = ({ origin, numericId }, handlers) => {
  let socket: Socket | null = null;
  let isClosed = false;
  import('socket.io-client').then(
    ({ io }) => {
      if (isClosed) return;
      socket = io(`${origin}/live-videos`, { transports: ['websocket'], reconnectionDelayMax: 30_000 });
      // After every reconnection too: the server forgets its rooms.
      socket.on('connect', () => {
        socket?.emit('subscribe', { videoId: numericId });
        handlers.onConnection(true);
      });
      socket.on('disconnect', () => handlers.onConnection(false));
      socket.on('connect_error', () => handlers.onConnection(false));
      socket.on('state-change', (event: unknown) => {
        const stateId = parseInteger(isRecord(event) ? event.state : null, 0, 100);
        if (stateId !== null) handlers.onState(stateId);
      });
      socket.on('views-change', (event: unknown) => {
        const viewerCount = parseInteger(isRecord(event) ? event.viewers : null, 0);
        if (viewerCount !== null) handlers.onViewers(viewerCount);
      });
      socket.on('force-end', () => handlers.onForceEnd());
    },
    () => handlers.onConnection(false),
  );
  return {
    close() {
      if (isClosed) return;
      isClosed = true;
      // The server forgets who has left: a goodbye of its own would not reach it any more.
      socket?.off();
      socket?.disconnect();
    },
  };
};
