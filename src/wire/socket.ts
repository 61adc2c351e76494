export type SocketHandlers = {
  onOpen(): void;
  onText(text: string): void;
  /** Once, whoever ended it, also where no connection came about; nothing follows. */
  onClosed(reason: string): void;
};

/** A WebSocket, as far as a tracker needs one. */
export interface Socket {
  /** Does nothing before it is open or after it closed. */
  send(text: string): void;
  /** `onClosed` is not called for it. */
  close(): void;
}

export type OpenSocket = (url: string, handlers: SocketHandlers) => Socket;
