import { isRecord, parseText } from '../base/check.ts';
import type { Access, FileToken } from '../media/video.ts';
import { askJson } from './ask.ts';
import type { Resolving } from './resolution.ts';

/** The header in which PeerTube takes a film's password. */
export const PASSWORD_HEADER = 'x-peertube-video-password';

/** What to send with requests to an instance, by what it will be told. */
export function accessHeaders(access: Access | null): Readonly<Record<string, string>> {
  if (access?.kind === 'password') return { [PASSWORD_HEADER]: encodeHeader(access.password) };
  if (access?.kind === 'bearer') return { authorization: `Bearer ${access.token}` };
  return {};
}

/** A header holds bytes; a password may hold anything. What does not fit is sent as UTF-8, one character a byte. */
function encodeHeader(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return unescapeBytes(encodeURIComponent(text));
}

function unescapeBytes(text: string): string {
  return text.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** What may be sent to `origin` at once; a token getter is not asked before the instance has said that it must be. */
export function knownAccess(resolving: Resolving, origin: string): Access | null {
  const { password, access } = resolving.options;
  if (password !== undefined && origin === resolving.inputOrigin) return { kind: 'password', password };
  if (access === undefined || typeof access === 'function' || origin !== resolving.trustedOrigin) return null;
  return access;
}

/** What the integrator's getter gives when the instance demands an account; null if there is none for `origin`. */
export async function demandedAccess(resolving: Resolving, origin: string): Promise<Access | null> {
  const { access } = resolving.options;
  if (typeof access !== 'function' || origin !== resolving.trustedOrigin) return null;
  return access();
}

export type FileTokenRequest = {
  readonly origin: string;
  readonly uuid: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Asks for a token that opens the film's files for some hours; null if the instance gives none. */
export async function askFileToken(
  asking: Pick<Resolving, 'ports' | 'signal'>,
  request: FileTokenRequest,
): Promise<FileToken | null> {
  const answer = await askJson(asking, {
    url: `${request.origin}/api/v1/videos/${request.uuid}/token`,
    method: 'POST',
    headers: request.headers,
  });
  return answer.ok ? parseFileToken(answer.value.value) : null;
}

export function parseFileToken(value: unknown): FileToken | null {
  const files = isRecord(value) && isRecord(value.files) ? value.files : {};
  const token = parseText(files.token, 256);
  return token === null || token === '' ? null : { token, expiresAt: parseText(files.expires, 40) };
}

/** The file's address with the token that opens it, for players that cannot send headers. */
export function withFileToken(url: string, token: string): string {
  const tokenised = new URL(url);
  tokenised.searchParams.set('videoFileToken', token);
  // The server then writes the token into the addresses of the playlist too.
  if (/\.m3u8$/i.test(tokenised.pathname)) tokenised.searchParams.set('reinjectVideoFileToken', 'true');
  return tokenised.href;
}
