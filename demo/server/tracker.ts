import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import TrackerServer from 'bittorrent-tracker/server';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Controls } from './controls.ts';
import type { Counters } from './counters.ts';

export type Tracker = {
  /** Takes a connection over if it is meant for the tracker. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Viewers of one swarm, as far as the tracker knows. */
  countViewers(infoHash: string): number;
  /** Lets addresses in again that announced an unknown hash. */
  unblock(): void;
  close(): void;
};

/**
 * The real tracker server behind the rules of a PeerTube instance: a hash that the instance does not list gets a
 * failure, its socket is closed and its address refused for a while.
 */
export function createTracker(options: {
  isListed: (infoHash: string) => boolean;
  controls: Controls;
  counters: Counters;
}): Tracker {
  const { isListed, controls, counters } = options;
  const blocked = new Map<string, number>();
  const sockets = new Set<WebSocket>();
  const server = new TrackerServer({ http: false, udp: false, ws: false, stats: false, filter });
  // Warnings are what clients did wrong: each was answered already.
  server.on('warning', () => undefined);
  server.on('error', () => undefined);
  const door = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1_000_000 });
  const offChange = controls.onChange(() => {
    if (controls.values.isTrackerUp && !controls.values.isCutOff) return;
    for (const socket of sockets) socket.terminate();
  });

  function filter(infoHash: string, params: { socket?: WebSocket; ip?: string }, done: (error?: Error | null) => void) {
    if (isListed(infoHash)) {
      counters.announcedHashes.add(infoHash);
      done(null);
      return;
    }
    counters.refusedHashes.add(infoHash);
    if (params.ip) blocked.set(params.ip, Date.now() + controls.values.trackerBlockMs);
    done(new Error(`Unknown infoHash ${infoHash} requested by ip ${params.ip ?? '?'}`));
    setImmediate(() => params.socket?.close());
  }

  return {
    upgrade(request, socket, head) {
      if (!controls.values.isTrackerUp || controls.values.isCutOff) {
        socket.destroy();
        return;
      }
      if ((blocked.get(addressOf(request)) ?? 0) > Date.now()) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      door.handleUpgrade(request, socket, head, (client) => {
        sockets.add(client);
        client.once('close', () => sockets.delete(client));
        server.onWebSocketConnection(Object.assign(client, { upgradeReq: request }));
      });
    },
    countViewers: (infoHash) => {
      const swarm = server.torrents[infoHash];
      return swarm ? swarm.complete + swarm.incomplete : 0;
    },
    unblock: () => blocked.clear(),
    close() {
      offChange();
      for (const socket of sockets) socket.terminate();
      door.close();
      server.close();
    },
  };
}

function addressOf(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
