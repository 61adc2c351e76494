import { PlayerError } from '../base/errors.ts';
import { type ChannelMessage, parseMessage, serialiseMessage } from './message.ts';

/** Answers one method; what it throws goes back as an error. A promise would arrive as `{}` at a jschannel host. */
export type ChannelHandler = (params: unknown) => unknown;

export interface Channel {
  /** Offers a method to the other side; the last handler of a name counts. */
  bind(method: string, handler: ChannelHandler): void;
  /** Tells the other side something; waits for the handshake, in order. */
  notify(method: string, params?: unknown): void;
  /** Rejects with a `PlayerError` whose code is the other side's error; `destroyed` if the channel went away. */
  call(method: string, params?: unknown): Promise<unknown>;
  /** Hands in the data of one message event of the other side's window; anything at all may come. */
  receive(data: unknown): void;
  /** Nothing is posted or answered after it. */
  destroy(): void;
}

export type ChannelOptions = {
  readonly scope: string;
  /** Sends one string to the other window. */
  readonly post: (text: string) => void;
  /** Id of the first call; the following ones count up. jschannel draws 0 to 1,000,000. */
  readonly firstId: number;
  /** Longer messages are dropped unread, in UTF-16 units. */
  readonly maxMessageLength: number;
};

/** What is kept for a side that never shakes hands; a page that is not listened to must not grow. */
const MAX_QUEUED_MESSAGES = 256;

/** One end of a jschannel conversation, without windows or timers: both ends of the embed API use it. */
export function createChannel(options: ChannelOptions): Channel & { start(): void } {
  const handlers = new Map<string, ChannelHandler>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: PlayerError): void }>();
  let queue: ChannelMessage[] = [];
  let isReady = false;
  let isDestroyed = false;
  let nextId = options.firstId;

  const post = (message: ChannelMessage) => {
    if (!isDestroyed) options.post(serialiseMessage(message, options.scope));
  };
  const enqueue = (message: ChannelMessage) => {
    if (isReady) post(message);
    else if (queue.length < MAX_QUEUED_MESSAGES) queue.push(message);
  };

  const shakeHands = (type: 'publish-request' | 'publish-reply') => {
    // A later request is a new listener in the same window: it gets its answer, and nothing else changes.
    if (type === 'publish-request') post({ kind: 'ready', type: 'publish-reply' });
    if (isReady) return;
    isReady = true;
    const held = queue;
    queue = [];
    for (const message of held) post(message);
  };

  const answer = (id: number, method: string, params: unknown) => {
    const handler = handlers.get(method);
    if (handler === undefined) {
      const message = `No method '${method}' was (yet) bound by the provider`;
      enqueue({ kind: 'error', id, error: 'method_not_found', message });
      return;
    }
    try {
      enqueue({ kind: 'result', id, result: handler(params) });
    } catch (error) {
      enqueue({ kind: 'error', id, ...describeThrown(error) });
    }
  };

  return {
    bind: (method, handler) => void handlers.set(method, handler),
    notify: (method, params) => enqueue({ kind: 'notification', method, params }),
    call(method, params) {
      if (isDestroyed) return Promise.reject(destroyedError());
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        enqueue({ kind: 'call', id, method, params });
      });
    },
    receive(data) {
      if (isDestroyed) return;
      const message = parseMessage(data, options.scope, options.maxMessageLength);
      if (message === null) return;
      if (message.kind === 'ready') shakeHands(message.type);
      else if (message.kind === 'call') answer(message.id, message.method, message.params);
      else if (message.kind === 'notification') notifyHandler(handlers.get(message.method), message.params);
      else settle(waiting, message);
    },
    start: () => post({ kind: 'ready', type: 'publish-request' }),
    destroy() {
      isDestroyed = true;
      queue = [];
      handlers.clear();
      for (const { reject } of waiting.values()) reject(destroyedError());
      waiting.clear();
    },
  };
}

function notifyHandler(handler: ChannelHandler | undefined, params: unknown): void {
  try {
    handler?.(params);
  } catch {
    // A notification has nobody to tell; jschannel drops what its handler throws as well.
  }
}

function settle(
  waiting: Map<number, { resolve(value: unknown): void; reject(error: PlayerError): void }>,
  message: Extract<ChannelMessage, { kind: 'result' | 'error' }>,
): void {
  const call = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.kind === 'result') call?.resolve(message.result);
  else call?.reject(new PlayerError(message.error, message.message || `The player answered “${message.error}”.`));
}

function describeThrown(error: unknown): { error: string; message: string } {
  if (error instanceof Error) return { error: error.constructor.name, message: error.message };
  return { error: 'runtime_error', message: String(error) };
}

function destroyedError(): PlayerError {
  return new PlayerError('destroyed', 'The connection to the embedded player was closed.');
}
