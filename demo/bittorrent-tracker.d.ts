declare module 'bittorrent-tracker/server' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage } from 'node:http';
  import type { WebSocket } from 'ws';

  /** The part of bittorrent-tracker's server that the demo uses; the package brings no types. */
  export default class Server extends EventEmitter {
    constructor(options: {
      http?: boolean;
      udp?: boolean;
      ws?: boolean;
      stats?: boolean;
      interval?: number;
      filter?: (
        infoHash: string,
        params: { socket?: WebSocket; ip?: string },
        done: (error?: Error | null) => void,
      ) => void;
    });
    readonly torrents: Record<string, { complete: number; incomplete: number }>;
    onWebSocketConnection(socket: WebSocket & { upgradeReq: IncomingMessage }): void;
    close(done?: () => void): void;
  }
}
