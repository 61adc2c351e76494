import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and its answer. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
};

export type Route = {
  readonly methods: readonly string[];
  /** Matched against the whole path; its groups are decoded and handed on. */
  readonly pattern: RegExp;
  readonly handle: (exchange: Exchange, groups: readonly string[]) => void | Promise<void>;
};

export function get(pattern: RegExp, handle: Route['handle']): Route {
  return { methods: ['GET', 'HEAD'], pattern, handle };
}

export function post(pattern: RegExp, handle: Route['handle']): Route {
  return { methods: ['POST', 'PUT'], pattern, handle };
}

/** Runs the first route that fits; false if there is none. */
export async function runRoutes(routes: readonly Route[], exchange: Exchange): Promise<boolean> {
  for (const route of routes) {
    const match = route.methods.includes(exchange.request.method ?? 'GET') && route.pattern.exec(exchange.url.pathname);
    if (!match) continue;
    await route.handle(exchange, match.slice(1).map(decode));
    return true;
  }
  return false;
}

function decode(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? '');
  } catch {
    return text ?? '';
  }
}

export function sendJson(exchange: Exchange, value: unknown, options: { status?: number; type?: string } = {}): void {
  send(exchange, JSON.stringify(value), {
    status: options.status ?? 200,
    type: options.type ?? 'application/json; charset=utf-8',
  });
}

export function sendHtml(exchange: Exchange, html: string, status = 200): void {
  send(exchange, html, { status, type: 'text/html; charset=utf-8' });
}

export function send(exchange: Exchange, body: string | Buffer, options: { status: number; type: string }): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  exchange.response.statusCode = options.status;
  exchange.response.setHeader('Content-Type', options.type);
  exchange.response.setHeader('Content-Length', bytes.length);
  exchange.response.end(exchange.request.method === 'HEAD' ? undefined : bytes);
}

export function sendEmpty(exchange: Exchange, status: number): void {
  exchange.response.statusCode = status;
  exchange.response.setHeader('Content-Length', 0);
  exchange.response.end();
}

const PROBLEM_TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  416: 'Range Not Satisfiable',
  500: 'Internal Server Error',
};
const DOCS = 'https://docs.joinpeertube.org/api-rest-reference.html#section/Errors';

/** An error as RFC 7807 has it and PeerTube fills it in. */
export function sendProblem(
  exchange: Exchange,
  problem: { status: number; detail: string; code?: string; more?: Record<string, unknown> },
): void {
  const { status, detail, code, more } = problem;
  const head = code ? { type: `${DOCS}/${code}` } : { type: 'about:blank', title: PROBLEM_TITLES[status] ?? 'Error' };
  const body = { ...head, detail, status, ...(code ? { code } : {}), ...more, error: detail };
  sendJson(exchange, body, { status, type: 'application/problem+json; charset=utf-8' });
}

/** At most 100 kB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 100_000) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  try {
    const value: unknown = JSON.parse(await readBody(request));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
