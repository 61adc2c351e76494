import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectSocketIo } from '../../../../src/source/dom/socket-io-live.ts';

/** A real socket.io server that refuses polling, as instances do to pages of other origins. */
describe('connectSocketIo', () => {
  let http: HttpServer;
  let server: Server;
  let origin: string;
  const subscriptions: string[] = [];
  const heard: string[] = [];
  let announceChange: () => void = () => undefined;

  beforeEach(async () => {
    subscriptions.length = 0;
    heard.length = 0;
    http = createServer();
    server = new Server(http, { transports: ['websocket'] });
    server.of('/live-videos').on('connection', (socket) => {
      socket.on('subscribe', ({ videoId }: { videoId: unknown }) => {
        subscriptions.push(`subscribe ${videoId}`);
        announceChange();
      });
      socket.on('disconnect', () => announceChange());
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

  const hear = (what: string) => {
    heard.push(what);
    announceChange();
  };
  const connect = () =>
    connectSocketIo(
      { origin, numericId: 9 },
      {
        onState: (stateId) => hear(`state ${stateId}`),
        onViewers: (count) => hear(`viewers ${count}`),
        onForceEnd: () => hear('force-end'),
        onConnection: (isConnected) => hear(isConnected ? 'connected' : 'disconnected'),
      },
    );
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      announceChange = () => {
        if (isTrue()) resolve();
      };
      announceChange();
    });

  it('subscribes, tells what comes, takes no nonsense, and says goodbye', async () => {
    const live = connect();
    await until(() => subscriptions.includes('subscribe 9'));
    const room = server.of('/live-videos');
    for (const state of ['1', null, {}, -1, 1]) room.emit('state-change', { state });
    room.emit('state-change');
    room.emit('views-change', { viewers: 'many' });
    room.emit('views-change', { viewers: 2 });
    room.emit('force-end', {});
    await until(() => heard.includes('force-end'));
    expect(heard).toEqual(['connected', 'state 1', 'viewers 2', 'force-end']);
    live.close();
    live.close();
    await until(() => server.of('/live-videos').sockets.size === 0);
    expect(heard).toHaveLength(4);
  });

  it('subscribes again after the connection broke', async () => {
    const live = connect();
    await until(() => subscriptions.length === 1);
    for (const socket of server.of('/live-videos').sockets.values()) socket.conn.close();
    await until(() => subscriptions.length === 2);
    expect(heard).toEqual(['connected', 'disconnected', 'connected']);
    live.close();
  });

  it('may be closed before it was ready', async () => {
    connect().close();
    const live = connect();
    await until(() => subscriptions.length === 1);
    expect(subscriptions).toEqual(['subscribe 9']);
    live.close();
  });
});
