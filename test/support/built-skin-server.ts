import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Builds a page of `test/support` as it would be published and serves it, with the headers that a test asks for.
 * Every path that is no built file answers with the page itself.
 */
export async function startBuiltPage(script: string): Promise<{
  url: string;
  /** Sent with everything from now on. */
  setHeaders(headers: Readonly<Record<string, string>>): void;
  /** Another page that is served at `/name`. */
  addPage(name: string, html: string): void;
  addFile(name: string, type: string, bytes: Uint8Array): void;
  requests: string[];
  close(): Promise<void>;
}> {
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: join(ROOT, script),
        output: { entryFileNames: 'page.js', chunkFileNames: '[name].js' },
      },
    },
  });
  const files = new Map<string, { type: string; body: string | Uint8Array }>();
  for (const output of Array.isArray(result) ? result : [result]) {
    if (!('output' in output)) continue;
    for (const part of output.output) {
      if (part.type === 'chunk') files.set(`/${part.fileName}`, { type: 'text/javascript', body: part.code });
    }
  }
  const page =
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>The skin</title><link rel="icon" href="data:,">' +
    '<main id="stage"></main><script type="module" crossorigin="anonymous" src="/page.js"></script></html>';
  let headers: Readonly<Record<string, string>> = {};
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    requests.push(path);
    const file = files.get(path) ?? { type: 'text/html', body: page };
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (range !== null && typeof file.body !== 'string') {
      // Films have to be sought in.
      const [start, end] = [Number(range[1]), range[2] ? Number(range[2]) + 1 : file.body.length];
      response.writeHead(206, {
        'content-type': file.type,
        'content-range': `bytes ${start}-${end - 1}/${file.body.length}`,
        'accept-ranges': 'bytes',
      });
      response.end(file.body.subarray(start, end));
      return;
    }
    response.writeHead(200, { 'content-type': file.type, 'access-control-allow-origin': '*', ...headers });
    response.end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    setHeaders(next) {
      headers = next;
    },
    addPage: (name, html) => void files.set(`/${name}`, { type: 'text/html', body: html }),
    addFile: (name, type, bytes) => void files.set(`/${name}`, { type, body: bytes }),
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
