import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

type Announce = {
  readonly info_hash?: string;
  readonly peer_id?: string;
  readonly event?: string;
  readonly offers?: readonly { readonly offer: { readonly sdp: string }; readonly offer_id: string }[];
};

/** What a tracker that nobody should trust does with an announce, and when a socket opens. */
type Manner = { onOpen?(socket: WebSocket): void; onAnnounce?(announce: Announce, socket: WebSocket): void };

const FLOOD_MESSAGES = 5000;
const OFFERS = 300;

const counts = ({ info_hash }: Announce, more: object = {}) =>
  JSON.stringify({ action: 'announce', info_hash, interval: 120, complete: 1, incomplete: 1, ...more });

const offerOf = ({ info_hash }: Announce, peer_id: unknown, sdp: string) =>
  JSON.stringify({ action: 'announce', info_hash, peer_id, offer_id: 'o'.repeat(20), offer: { type: 'offer', sdp } });

/** The viewer's own offer comes back as that of somebody else: it can be answered, and leads nowhere. */
const sdpOf = ({ offers }: Announce) => offers?.[0]?.offer.sdp ?? 'v=0';

const stranger = (number: number) => `-FV0100-stranger${String(number).padStart(4, '0')}`;

export const TRACKER_MANNERS = {
  'sends what is no message': {
    onAnnounce(_, socket) {
      const words = ['', '{', 'null', '[]', '{"action":"announce"}', '{"failure reason":{}}', '\u0000'.repeat(5000)];
      for (const word of words) socket.send(word);
      socket.send(Buffer.alloc(70_000));
    },
  },
  'speaks of a swarm that nobody joined': {
    onAnnounce(announce, socket) {
      const lie = { ...announce, info_hash: 'x'.repeat(20) };
      socket.send(counts(lie));
      socket.send(offerOf(lie, stranger(1), sdpOf(announce)));
    },
  },
  'introduces a viewer to itself': {
    onAnnounce(announce, socket) {
      socket.send(counts(announce));
      for (const { offer, offer_id } of announce.offers ?? []) {
        const { info_hash, peer_id } = announce;
        socket.send(offerOf(announce, peer_id, offer.sdp));
        const answer = { type: 'answer', sdp: offer.sdp };
        socket.send(JSON.stringify({ action: 'announce', info_hash, peer_id, offer_id, answer }));
      }
    },
  },
  'names absurd intervals and crowds': {
    onAnnounce(announce, socket) {
      for (const interval of [0, -1, 1e-9, 1e300, 'soon', null]) {
        socket.send(counts(announce, { interval, complete: 1e9, incomplete: 1e9 }));
      }
    },
  },
  'closes at once': { onOpen: (socket) => socket.close() },
  'closes at every announce': { onAnnounce: (_, socket) => socket.terminate() },
  'floods with messages': {
    onAnnounce(announce, socket) {
      for (let i = 0; i < FLOOD_MESSAGES; i++) socket.send(counts(announce, { noise: 'n'.repeat(1000) }));
    },
  },
  'never answers': {},
  'brings offers by the hundred': {
    onAnnounce(announce, socket) {
      socket.send(counts(announce));
      if (announce.offers === undefined) return;
      for (let i = 0; i < OFFERS; i++) socket.send(offerOf(announce, stranger(i), sdpOf(announce)));
    },
  },
  'brings two peers with one id': {
    onAnnounce(announce, socket) {
      socket.send(counts(announce));
      for (const { offer, offer_id } of announce.offers ?? []) {
        const { info_hash } = announce;
        const peer_id = stranger(0);
        socket.send(offerOf(announce, peer_id, offer.sdp));
        const answer = { type: 'answer', sdp: offer.sdp.replaceAll('a=setup:actpass', 'a=setup:active') };
        socket.send(JSON.stringify({ action: 'announce', info_hash, peer_id, offer_id, answer }));
      }
    },
  },
} satisfies Record<string, Manner>;

export type TrackerManner = keyof typeof TRACKER_MANNERS;

export type HostileTracker = {
  readonly url: string;
  /** Sockets that were opened, and messages that came, so far. */
  readonly seen: { sockets: number; messages: number; answers: number };
  openSockets(): number;
  close(): Promise<void>;
};

/** A real WebSocket server on a free port that behaves as badly as it is told to. */
export async function startHostileTracker(name: TrackerManner): Promise<HostileTracker> {
  const manner: Manner = TRACKER_MANNERS[name];
  const seen = { sockets: 0, messages: 0, answers: 0 };
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  server.on('connection', (socket) => {
    seen.sockets += 1;
    manner.onOpen?.(socket);
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      seen.messages += 1;
      const message = JSON.parse(String(data)) as Announce & { readonly answer?: unknown };
      if (message.answer !== undefined) seen.answers += 1;
      else manner.onAnnounce?.(message, socket);
    });
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    openSockets: () => server.clients.size,
    async close() {
      for (const socket of server.clients) socket.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
