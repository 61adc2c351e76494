import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Place } from './place.ts';
import { createState } from './video-json.ts';

/** The namespace in which PeerTube tells viewers how a live is doing. */
export function attachLiveEvents(server: HttpServer, place: Place): { close(): void } {
  const io = new Server(server, { serveClient: false });
  const namespace = io.of('/live-videos');
  const film = place.films.find(({ media }) => media === null);
  const room = (id: unknown): string => `live-${Number(id)}`;
  namespace.on('connection', (socket) => {
    socket.on('subscribe', (params: { videoId?: unknown } | undefined) => {
      void socket.join(room(params?.videoId));
      tellViewers();
    });
    socket.on('unsubscribe', (params: { videoId?: unknown } | undefined) => void socket.leave(room(params?.videoId)));
    socket.on('disconnect', tellViewers);
  });
  const off = place.live?.onChange(() => {
    if (!film) return;
    namespace.to(room(film.id)).emit('state-change', { state: createState(place, film).id });
    if (place.live?.state() === 'ended') namespace.to(room(film.id)).emit('force-end', {});
  });

  function tellViewers(): void {
    if (!film) return;
    const viewers = namespace.adapter.rooms.get(room(film.id))?.size ?? 0;
    namespace.to(room(film.id)).emit('views-change', { viewers });
  }

  return {
    close() {
      off?.();
      // The HTTP server is closed by whoever made it.
      io.engine.close();
      namespace.disconnectSockets(true);
    },
  };
}
