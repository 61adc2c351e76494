import { isRecord, parseText } from '../base/check.ts';
import type { Ports } from '../base/ports.ts';
import type { Storage } from '../base/storage.ts';
import type { Access } from '../media/video.ts';
import { askJson } from './ask.ts';

export type OwnLoginOptions = {
  readonly ports: Ports;
  /** The instance's origin, which is the page's own. */
  readonly origin: string;
  /** The page's `localStorage` as it is: PeerTube's web front end keeps the viewer's login there. */
  readonly storage: Storage;
};

/**
 * A token getter for pages of the instance itself: the viewer who is logged in there need not log in again.
 * Called again, it renews the login (and keeps it for the front end) unless another tab has done so already.
 */
export function createOwnLogin(options: OwnLoginOptions): () => Promise<Access | null> {
  const { storage } = options;
  let givenToken: string | null = null;
  return async () => {
    const stored = storage.read('access_token');
    if (stored === null || stored === '') return null;
    const token = stored === givenToken ? await refreshLogin(options) : stored;
    givenToken = token;
    return token === null ? null : { kind: 'bearer', token };
  };
}

/** OAuth 2.0, RFC 6749, section 6, with the fields that PeerTube's front end keeps. */
async function refreshLogin({ ports, origin, storage }: OwnLoginOptions): Promise<string | null> {
  const refreshToken = storage.read('refresh_token');
  const clientId = storage.read('client_id');
  const clientSecret = storage.read('client_secret');
  if (refreshToken === null || clientId === null || clientSecret === null) return null;
  const form = new URLSearchParams({
    refresh_token: refreshToken,
    client_id: clientId,
    client_secret: clientSecret,
    response_type: 'code',
    grant_type: 'refresh_token',
  });
  const answer = await askJson(
    { ports },
    {
      url: `${origin}/api/v1/users/token`,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    },
  );
  const value = answer.ok && isRecord(answer.value.value) ? answer.value.value : {};
  const token = parseText(value.access_token, 4096);
  if (token === null || token === '') return null;
  storage.write('access_token', token);
  const nextRefreshToken = parseText(value.refresh_token, 4096);
  if (nextRefreshToken !== null) storage.write('refresh_token', nextRefreshToken);
  return token;
}
