import { isRecord, parseInteger, parseJson } from '../base/check.ts';

/**
 * The messages of jschannel, the protocol that PeerTube's embed API speaks over `postMessage`: JSON in a string, the
 * method's name behind a scope. Order and presence of keys are as jschannel writes them.
 */
export type ChannelMessage =
  | { readonly kind: 'ready'; readonly type: 'publish-request' | 'publish-reply' }
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'notification'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: string; readonly message: string };

const SEPARATOR = '::';
const READY = '__ready';
const MAX_METHOD_LENGTH = 128;

/** jschannel refuses a scope that holds its separator. */
export function isScope(text: string): boolean {
  return text !== '' && text.length <= MAX_METHOD_LENGTH && !text.includes(SEPARATOR);
}

/** Null for what is no message of this scope: other scopes, malformed, too long, objects instead of strings. */
export function parseMessage(data: unknown, scope: string, maxLength: number): ChannelMessage | null {
  if (typeof data !== 'string' || data.length > maxLength || !data.startsWith('{')) return null;
  const body = parseJson(data);
  if (!isRecord(body)) return null;
  const id = body.id === undefined ? null : parseInteger(body.id);
  if (typeof body.method !== 'string') return id === null ? null : parseAnswer(id, body);
  const prefix = scope + SEPARATOR;
  if (!body.method.startsWith(prefix)) return null;
  const method = body.method.slice(prefix.length);
  if (method === '' || method.length > MAX_METHOD_LENGTH || method.includes(SEPARATOR)) return null;
  if (method === READY) return parseReady(body.params);
  if (body.id === undefined) return { kind: 'notification', method, params: body.params };
  return id === null ? null : { kind: 'call', id, method, params: body.params };
}

function parseAnswer(id: number, body: Readonly<Record<string, unknown>>): ChannelMessage | null {
  if (body.error === undefined) return { kind: 'result', id, result: body.result };
  return {
    kind: 'error',
    id,
    error: typeof body.error === 'string' ? body.error : 'runtime_error',
    message: typeof body.message === 'string' ? body.message : '',
  };
}

function parseReady(params: unknown): ChannelMessage | null {
  const type = isRecord(params) ? params.type : undefined;
  return type === 'publish-request' || type === 'publish-reply' ? { kind: 'ready', type } : null;
}

/** The string to post; keys whose value is undefined are left out. */
export function serialiseMessage(message: ChannelMessage, scope: string): string {
  const scoped = (method: string) => scope + SEPARATOR + method;
  switch (message.kind) {
    case 'ready':
      return JSON.stringify({ method: scoped(READY), params: { type: message.type, publish: [] } });
    case 'call':
      return JSON.stringify({ id: message.id, method: scoped(message.method), params: message.params });
    case 'notification':
      return JSON.stringify({ method: scoped(message.method), params: message.params });
    case 'result':
      return JSON.stringify({ id: message.id, result: message.result });
    case 'error':
      return JSON.stringify({ id: message.id, error: message.error, message: message.message });
  }
}
