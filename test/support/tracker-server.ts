import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import TrackerServer from 'bittorrent-tracker/server';
import { WebSocketServer } from 'ws';

export type AnnounceRecord = {
  readonly infoHash: string;
  readonly peerId: string;
  readonly kind: 'started' | 'update' | 'stopped' | 'answer';
  readonly offerCount: number;
  readonly atMs: number;
};

export type TestTracker = {
  /** `ws://127.0.0.1:port`. */
  readonly url: string;
  readonly announces: readonly AnnounceRecord[];
  /** Info hashes that were announced though nobody listed them; a PeerTube would have locked us out. */
  readonly refusals: readonly string[];
  /** Viewers in a swarm, as the server counts them. */
  viewerCount(infoHash: string): number;
  /** Sockets that are open now. */
  socketCount(): number;
  /** Cuts every connection and refuses new ones, until `comeBack`. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
};

/** The real bittorrent-tracker server, WebSocket only, on a free port; it accepts only `infoHashes` (all, if null). */
export async function startTracker(infoHashes: readonly string[] | null): Promise<TestTracker> {
  const announces: AnnounceRecord[] = [];
  const refusals: string[] = [];
  const tracker = new TrackerServer({
    http: false,
    udp: false,
    ws: false,
    stats: false,
    filter: (infoHash, _params, done) => {
      const isListed = infoHashes === null || infoHashes.includes(infoHash);
      if (!isListed) refusals.push(infoHash);
      done(isListed ? null : new Error(`unknown info hash ${infoHash}`));
    },
  });
  tracker.on('warning', ignore);
  const sockets = new Set<Socket>();
  const web = new WebSocketServer({ noServer: true });
  web.on('connection', (socket, request) => {
    socket.on('message', (data) => note(announces, String(data)));
    tracker.onWebSocketConnection(Object.assign(socket, { upgradeReq: request }));
  });
  let server = createServer();
  const listen = async (port: number) => {
    server = createServer((_request, response) => response.writeHead(404).end());
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    server.on('upgrade', (request, socket, head) => {
      web.handleUpgrade(request, socket, head, (opened) => web.emit('connection', opened, request));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const goAway = () => closeServer(server, sockets);
  return {
    url: `ws://127.0.0.1:${port}`,
    announces,
    refusals,
    viewerCount: (infoHash) => {
      const swarm = tracker.torrents[infoHash];
      return swarm === undefined ? 0 : swarm.complete + swarm.incomplete;
    },
    socketCount: () => web.clients.size,
    goAway,
    comeBack: async () => {
      await listen(port);
    },
    close: async () => {
      await goAway();
      web.close();
    },
  };
}

async function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}

function note(announces: AnnounceRecord[], text: string): void {
  const message = JSON.parse(text);
  if (message.action !== 'announce') return;
  const hex = (id: string) => Buffer.from(id, 'latin1').toString('hex');
  announces.push({
    infoHash: hex(message.info_hash),
    peerId: message.peer_id,
    kind: message.answer === undefined ? (message.event ?? 'update') : 'answer',
    offerCount: message.offers?.length ?? 0,
    atMs: performance.now(),
  });
}

function ignore(): void {
  // Refusals are in `refusals`.
}
