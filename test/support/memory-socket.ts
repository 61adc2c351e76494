import { fromHex, toLatin1 } from '../../src/base/bytes.ts';
import type { OpenSocket, SocketHandlers } from '../../src/wire/socket.ts';

/** What a test sees of a socket that the code under test opened. */
export type OpenedSocket = {
  readonly url: string;
  readonly sent: string[];
  readonly isClosed: () => boolean;
  /** As the server would: */
  accept(): void;
  say(message: unknown): void;
  fail(reason: string): void;
};

/** Sockets that do nothing by themselves; the test plays the server. */
export function createManualSockets(): { openSocket: OpenSocket; opened: OpenedSocket[]; last(): OpenedSocket } {
  const opened: OpenedSocket[] = [];
  return {
    opened,
    last: () => opened[opened.length - 1] as OpenedSocket,
    openSocket(url, handlers) {
      const sent: string[] = [];
      let isClosed = false;
      let isOpen = false;
      opened.push({
        url,
        sent,
        isClosed: () => isClosed,
        accept() {
          isOpen = true;
          handlers.onOpen();
        },
        say: (message) => handlers.onText(typeof message === 'string' ? message : JSON.stringify(message)),
        fail(reason) {
          isOpen = false;
          isClosed = true;
          handlers.onClosed(reason);
        },
      });
      return {
        send(text) {
          if (isOpen) sent.push(text);
        },
        close() {
          isOpen = false;
          isClosed = true;
        },
      };
    },
  };
}

type Client = { handlers: SocketHandlers; isOpen: boolean; peerId: string | null; infoHashes: Set<string> };

export type MemoryTrackerServer = {
  readonly openSocket: OpenSocket;
  /** Every announce that arrived: `started`, `update`, `stopped` or `answer`. */
  readonly announces: { readonly kind: string; readonly peerId: string; readonly infoHash: string }[];
  viewerCount(infoHash: string): number;
  socketCount(): number;
  /** Cuts all sockets, as a server does that goes down; new ones fail until `comeBack`. */
  goAway(): void;
  comeBack(): void;
};

type ServerOptions = {
  /** Runs a task after the time that a message takes. */
  readonly later: (task: () => void) => void;
  /** Which of the other viewers get an offer: the order of `peerIds`, as a shuffle leaves it. */
  readonly shuffle: (peerIds: readonly string[]) => readonly string[];
};

/** Does what bittorrent-tracker's server does with the text of each message, without a network. */
export function createMemoryTrackerServer({ later, shuffle }: ServerOptions): MemoryTrackerServer {
  const swarms = new Map<string, Map<string, Client>>();
  const clients = new Set<Client>();
  const announces: { kind: string; peerId: string; infoHash: string }[] = [];
  let isAway = false;

  const swarmOf = (infoHash: string) => {
    const swarm = swarms.get(infoHash) ?? new Map<string, Client>();
    swarms.set(infoHash, swarm);
    return swarm;
  };
  const tell = (client: Client | undefined, message: unknown) => {
    later(() => {
      if (client?.isOpen) client.handlers.onText(JSON.stringify(message));
    });
  };
  const forget = (client: Client) => {
    clients.delete(client);
    for (const infoHash of client.infoHashes) {
      if (client.peerId !== null) swarmOf(infoHash).delete(client.peerId);
    }
  };
  const receive = (client: Client, text: string) => {
    const { info_hash, peer_id, event, offers, answer, offer_id, to_peer_id } = JSON.parse(text);
    const swarm = swarmOf(info_hash);
    client.peerId ??= peer_id;
    announces.push({ kind: answer ? 'answer' : (event ?? 'update'), peerId: peer_id, infoHash: info_hash });
    if (answer !== undefined) {
      tell(swarm.get(to_peer_id), { action: 'announce', answer, offer_id, peer_id, info_hash });
      return;
    }
    if (event === 'stopped') swarm.delete(peer_id);
    else swarm.set(peer_id, client);
    client.infoHashes.add(info_hash);
    tell(client, { action: 'announce', complete: 0, incomplete: swarm.size, interval: 120, info_hash });
    const others = shuffle([...swarm.keys()].filter((id) => id !== peer_id)).slice(0, offers?.length ?? 0);
    for (const [i, id] of others.entries()) {
      const { offer, offer_id: id_of_offer } = offers[i];
      tell(swarm.get(id), { action: 'announce', offer, offer_id: id_of_offer, peer_id, info_hash });
    }
  };

  return {
    announces,
    viewerCount: (infoHash) => swarms.get(toLatin1(fromHex(infoHash) ?? new Uint8Array()))?.size ?? 0,
    socketCount: () => clients.size,
    goAway() {
      isAway = true;
      for (const client of [...clients]) {
        client.isOpen = false;
        forget(client);
        later(() => client.handlers.onClosed('the server went away'));
      }
    },
    comeBack() {
      isAway = false;
    },
    openSocket(_url, handlers) {
      const client: Client = { handlers, isOpen: false, peerId: null, infoHashes: new Set() };
      let isClosed = false;
      later(() => {
        if (isClosed) return;
        if (isAway) {
          handlers.onClosed('refused');
          return;
        }
        client.isOpen = true;
        clients.add(client);
        handlers.onOpen();
      });
      return {
        send(text) {
          if (client.isOpen) later(() => receive(client, text));
        },
        close() {
          isClosed = true;
          client.isOpen = false;
          later(() => forget(client));
        },
      };
    },
  };
}
