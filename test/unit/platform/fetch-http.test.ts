import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import type { HttpResponse } from '../../../src/base/http.ts';
import { createFetchHttp } from '../../../src/platform/fetch-http.ts';

type Answer = (response: ServerResponse, range: string | undefined) => void;

describe('createFetchHttp', () => {
  const http = createFetchHttp();
  let server: Server;
  let origin: string;
  let answer: Answer;

  beforeEach(async () => {
    answer = (response) => response.end('hello');
    server = createServer((request, response) => answer(response, request.headers.range));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('hands out status, headers, address and body', async () => {
    answer = (response) => response.writeHead(203, { 'x-kind': 'greeting' }).end('hello');
    const response = await http.request({ url: `${origin}/a` });
    expect([response.status, response.url]).toEqual([203, `${origin}/a`]);
    expect(response.header('X-Kind')).toBe('greeting');
    expect(response.header('missing')).toBeNull();
    expect(await readText(response)).toBe('hello');
  });

  it('asks for a range with an inclusive end', async () => {
    answer = (response, range) => response.writeHead(206).end(range);
    expect(await readText(await http.request({ url: origin, range: { start: 5, end: 9 } }))).toBe('bytes=5-8');
    const open = await http.request({ url: origin, range: { start: 5, end: Number.POSITIVE_INFINITY } });
    expect(await readText(open)).toBe('bytes=5-');
  });

  it('takes every status for an answer', async () => {
    answer = (response) => response.writeHead(500).end('broken');
    expect((await http.request({ url: origin })).status).toBe(500);
  });

  it('rejects with a network error where nobody listens', async () => {
    const port = (server.address() as AddressInfo).port;
    await new Promise((resolve) => server.close(resolve));
    await expect(http.request({ url: `http://127.0.0.1:${port}/` })).rejects.toMatchObject({ code: 'network' });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  it('streams the body and rejects with a network error when it breaks off', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('first');
    };
    const response = await http.request({ url: origin });
    const pieces: string[] = [];
    const reading = (async () => {
      for await (const piece of response.body) {
        pieces.push(fromUtf8(piece));
        server.closeAllConnections();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'network' });
    expect(pieces).toEqual(['first']);
  });

  it("rejects with the signal's reason, before the answer and in the body", async () => {
    const reason = new RangeError('no longer wanted');
    await expect(http.request({ url: origin, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const early = new AbortController();
    answer = () => early.abort(reason);
    await expect(http.request({ url: origin, signal: early.signal })).rejects.toBe(reason);
    const late = new AbortController();
    answer = (response) => response.writeHead(200).write('first');
    const response = await http.request({ url: origin, signal: late.signal });
    await expect(
      (async () => {
        for await (const _ of response.body) late.abort(reason);
      })(),
    ).rejects.toBe(reason);
  });

  it('cancels the transfer when the reader leaves early', async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (response) => {
        response.on('close', resolve);
        response.writeHead(200).write('first');
      };
    });
    const response = await http.request({ url: origin });
    for await (const _ of response.body) break;
    await closed;
  });
});

async function readText(response: HttpResponse): Promise<string> {
  let text = '';
  for await (const piece of response.body) text += fromUtf8(piece);
  return text;
}
