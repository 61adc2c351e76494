/** What an instance says of a live while viewers listen. */
export type LiveSocketHandlers = {
  /** PeerTube's number of the state: 1 is streamed, 4 waits, 5 has ended. */
  onState(stateId: number): void;
  onViewers(viewerCount: number): void;
  /** The instance took the live down: stop at once. */
  onForceEnd(): void;
  /** The connection is there or not; while it is not, the instance has to be asked. */
  onConnection(isConnected: boolean): void;
};

export type LiveSocketRequest = { readonly origin: string; readonly numericId: number };

/** How one listens to an instance's lives. The real one is in `dom/`; it speaks socket.io over a WebSocket. */
export type ConnectLiveSocket = (request: LiveSocketRequest, handlers: LiveSocketHandlers) => { close(): void };
