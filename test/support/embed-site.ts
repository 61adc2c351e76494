import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, relative, resolve } from 'node:path';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '..', '..');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

export type SiteFile = {
  readonly body: string | Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Site = {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Paths with their query, in order. */
  readonly requests: readonly string[];
  put(path: string, file: SiteFile): void;
  close(): Promise<void>;
};

/** A static host on a free port of this machine; the query of a path is not looked at. */
export async function startSite(files: Readonly<Record<string, SiteFile>> = {}): Promise<Site> {
  const held = new Map(Object.entries(files));
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://host');
    requests.push(url.pathname + url.search);
    const file = held.get(url.pathname);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': file.type ?? TYPES[extname(url.pathname)] ?? 'text/html; charset=utf-8',
      'access-control-allow-origin': '*',
      ...file.headers,
    });
    response.end(file.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    put: (path, file) => void held.set(path, file),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

let folder: Promise<string> | null = null;

/** The folder of the embed page as `npm run build` makes it; built once a process. */
export function buildEmbedFolder(): Promise<string> {
  folder ??= buildInto(join(ROOT, '.cache', `embed-page-${process.pid}`));
  return folder;
}

async function buildInto(outDir: string): Promise<string> {
  await build({ configFile: join(ROOT, 'vite.config.ts'), mode: 'embed', logLevel: 'error', build: { outDir } });
  return outDir;
}

/** The files of that folder, by path (`embed.html`, `assets/…`). */
export async function buildEmbedPage(): Promise<ReadonlyMap<string, Buffer>> {
  const outDir = await buildEmbedFolder();
  const names = await readdir(outDir, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [relative(outDir, file), await readFile(file)] as const)));
}

/** A player host: the built page in a folder, allowed to show films of these instances. */
export async function startPlayerHost(
  options: { instances?: readonly string[]; folder?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Site> {
  const folder = options.folder ?? '/';
  const headers = options.headers ?? {};
  const page = await buildEmbedPage();
  const files = Object.fromEntries([...page].map(([path, body]) => [folder + path, { body, headers }]));
  const config = JSON.stringify({ instances: options.instances ?? ['*'] });
  return startSite({ ...files, [`${folder}embed.config.json`]: { body: config } });
}
