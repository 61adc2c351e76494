import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type CencKey, createCencEncrypter } from './encrypt-cenc.ts';

const FILM = fileURLToPath(new URL('../fixtures/streams/fmp4/', import.meta.url));
const SEGMENTS = [0, 1, 2, 3, 4, 5];

/** A server of one film, in the clear and encrypted, and of the licences that W3C's Clear Key asks for. */
export type ClearKeySite = {
  readonly clearUrl: string;
  readonly encryptedUrl: string;
  readonly licenseUrl: string;
  /** Gives licences with a key that is not the film's. */
  readonly wrongLicenseUrl: string;
  /** Segments in the order of the film. */
  readonly clear: readonly Buffer[];
  readonly encrypted: readonly Buffer[];
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  /** From now on whoever asks for a segment but the first is told that there is none. */
  withholdSegments(): void;
  close(): Promise<void>;
};

export async function serveClearKeyFilm(film: CencKey): Promise<ClearKeySite> {
  const init = await readFile(`${FILM}72-init.mp4`);
  const clear = await Promise.all(SEGMENTS.map((i) => readFile(`${FILM}72-${i}.m4s`)));
  const encrypter = createCencEncrypter(init, film);
  const encrypted = clear.map((segment) => encrypter.encrypt(segment));
  const files = new Map<string, string | Buffer>([
    ['/clear/film.m3u8', playlist([])],
    ['/clear/init.mp4', init],
    ['/encrypted/film.m3u8', playlist([keyLine(film.keyId)])],
    ['/encrypted/init.mp4', encrypter.init],
    ...SEGMENTS.flatMap((i) => [
      [`/clear/${i}.m4s`, clear[i] ?? ''] as const,
      [`/encrypted/${i}.m4s`, encrypted[i] ?? ''] as const,
    ]),
  ]);
  const wrong: CencKey = { ...film, key: Buffer.from(film.key).reverse() };
  const requests: string[] = [];
  let isWithholding = false;
  const answer = async (request: IncomingMessage): Promise<string | Buffer | undefined> => {
    const { pathname } = new URL(request.url ?? '/', 'http://film');
    requests.push(pathname);
    if (pathname === '/licence') return licence(await readBody(request), film);
    if (pathname === '/wrong-licence') return licence(await readBody(request), wrong);
    return isWithholding && /[1-5]\.m4s$/.test(pathname) ? undefined : files.get(pathname);
  };
  const server = createServer(async (request, response) => {
    const body = await answer(request);
    response.writeHead(body === undefined ? 404 : 200, { 'access-control-allow-origin': '*' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    clearUrl: `${origin}/clear/film.m3u8`,
    encryptedUrl: `${origin}/encrypted/film.m3u8`,
    licenseUrl: `${origin}/licence`,
    wrongLicenseUrl: `${origin}/wrong-licence`,
    clear,
    encrypted,
    requests,
    withholdSegments() {
      isWithholding = true;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function playlist(head: readonly string[]): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:2', '#EXT-X-PLAYLIST-TYPE:VOD', ...head];
  lines.push('#EXT-X-MAP:URI="init.mp4"', ...SEGMENTS.map((i) => `#EXTINF:2,\n${i}.m4s`), '#EXT-X-ENDLIST');
  return lines.join('\n');
}

function keyLine(keyId: Buffer): string {
  const uri = `data:text/plain;base64,${keyId.toString('base64')}`;
  return `#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,KEYFORMAT="org.w3.clearkey",URI="${uri}"`;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Encrypted Media Extensions, 9.1: the request names key ids; the answer is a JSON Web Key Set. */
function licence(request: string, { keyId, key }: CencKey): string {
  const kid = keyId.toString('base64url');
  const { kids } = JSON.parse(request) as { kids: readonly string[] };
  const keys = kids.includes(kid) ? [{ kty: 'oct', kid, k: key.toString('base64url') }] : [];
  return JSON.stringify({ keys, type: 'temporary' });
}
