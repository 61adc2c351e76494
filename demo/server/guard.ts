import type { Film } from '../catalogue/film.ts';
import { type Exchange, sendProblem } from './exchange.ts';
import { isGuarded, type Place, type Showing } from './place.ts';

/** The one account of the demo: `POST /api/v1/users/token` hands these out. */
export const ACCESS_TOKEN = 'demo-access-token';
export const REFRESH_TOKEN = 'demo-refresh-token';

/** Checks the API's door, and answers as PeerTube does if it stays shut. */
export function hasAccess(exchange: Exchange, { film }: Showing): boolean {
  if (!isGuarded(film) || hasBearer(exchange)) return true;
  if (film.privacy !== 5) {
    sendProblem(exchange, { status: 401, detail: 'Not authenticated' });
    return false;
  }
  const password = exchange.request.headers['x-peertube-video-password'];
  if (password === film.password) return true;
  if (password === undefined) {
    const detail = 'Please provide a password to access this password protected video';
    sendProblem(exchange, { status: 403, detail, code: 'video_requires_password' });
  } else {
    const detail = 'Incorrect video password. Access to the video is denied.';
    sendProblem(exchange, { status: 403, detail, code: 'incorrect_video_password' });
  }
  return false;
}

/** The door of the private media: a password, a token for this film's files, or an account. */
export function hasFileAccess(exchange: Exchange, place: Place, film: Film): boolean {
  if (hasBearer(exchange)) return true;
  const password = exchange.request.headers['x-peertube-video-password'];
  const token = exchange.url.searchParams.get('videoFileToken');
  if (password !== undefined && film.privacy === 5 && password === film.password) return true;
  if (token !== null) {
    const known = place.fileTokens.get(token);
    if (known && known.uuid === film.uuid && known.expiresAtMs > Date.now()) return true;
  }
  const detail =
    password === undefined && token === null
      ? 'Video password header, video file token query parameter and bearer token are all missing'
      : 'Cannot get this video with this token or password';
  sendProblem(exchange, { status: 403, detail });
  return false;
}

function hasBearer({ request }: Exchange): boolean {
  return request.headers.authorization === `Bearer ${ACCESS_TOKEN}`;
}
