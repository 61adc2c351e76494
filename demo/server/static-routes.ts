import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILMS_FOLDER, type Film } from '../catalogue/film.ts';
import { type Exchange, get, type Route, send, sendEmpty, sendProblem } from './exchange.ts';
import { hasFileAccess } from './guard.ts';
import { answerMedia, type MediaLine } from './media-answer.ts';
import { listShowings, type Place } from './place.ts';

const cache = new Map<string, Buffer>();

function readFilmFile(film: Film, name: string): Buffer {
  const path = join(FILMS_FOLDER, film.folder, name);
  let bytes = cache.get(path);
  if (!bytes) {
    bytes = readFileSync(path);
    cache.set(path, bytes);
  }
  return bytes;
}

/** Media, mirrors, pictures and captions. */
export function createStaticRoutes(place: Place, line: MediaLine): Route[] {
  const own = (uuid: string): Film | undefined => place.films.find((film) => film.uuid === uuid);
  const shown = (uuid: string): Film | undefined => listShowings(place).find(({ film }) => film.uuid === uuid)?.film;
  return [
    get(/^\/static\/streaming-playlists\/hls\/private\/([^/]+)\/([^/]+)$/, async (exchange, [uuid = '', name = '']) => {
      const film = own(uuid);
      if (!film || film.privacy < 3) {
        sendEmpty(exchange, 404);
        return;
      }
      if (hasFileAccess(exchange, place, film)) await sendFilmFile(exchange, { film, name, line });
    }),
    get(/^\/static\/streaming-playlists\/hls\/([^/]+)\/([^/]+)$/, async (exchange, [uuid = '', name = '']) => {
      const film = own(uuid);
      if (!film || film.privacy >= 3) {
        sendEmpty(exchange, 404);
        return;
      }
      if (film.media) {
        sendFilmFile(exchange, { film, name, line });
        return;
      }
      const bytes = place.live?.read(name);
      if (!bytes) {
        sendProblem(exchange, { status: 404, detail: 'File not found' });
        return;
      }
      await answerMedia(exchange, bytes, line);
    }),
    get(/^\/static\/redundancy\/hls\/([^/]+)\/([^/]+)$/, async (exchange, [uuid = '', name = '']) => {
      const film = findMirrored(place, uuid);
      // A mirror copies the renditions, and neither playlists nor hashes nor separate audio.
      const file = film?.media?.files.find((one) => one.file === name && one.hasVideo);
      if (!film || !file) {
        sendEmpty(exchange, 404);
        return;
      }
      await answerMedia(exchange, readFilmFile(film, name), line);
    }),
    get(/^\/download\/streaming-playlists\/hls\/videos\/(.{36})-(\d+)-fragmented\.mp4$/, async (exchange, groups) => {
      const film = own(groups[0]!);
      const file = film?.media?.files.find(({ height }) => String(height) === groups[1]);
      if (!film || !file || film.privacy >= 3) {
        sendEmpty(exchange, 404);
        return;
      }
      await answerMedia(exchange, readFilmFile(film, file.file), line);
    }),
    get(/^\/lazy-static\/(thumbnails|previews|storyboards)\/(.{36})\.jpg$/, (exchange, [kind = '', uuid = '']) => {
      const film = shown(uuid);
      if (!film) {
        sendEmpty(exchange, 404);
        return;
      }
      sendPicture(exchange, readFilmFile(film, `${kind.slice(0, -1)}.jpg`), 'image/jpeg');
    }),
    get(/^\/lazy-static\/video-captions\/(.{36})-([a-z-]+)\.vtt$/i, (exchange, [uuid = '', language = '']) => {
      const film = shown(uuid);
      const caption = film?.captions.find((one) => one.language === language);
      if (!film || !caption) {
        sendEmpty(exchange, 404);
        return;
      }
      sendPicture(exchange, readFilmFile(film, caption.file), 'text/vtt; charset=UTF-8');
    }),
  ];
}

/** Names come out of the film's own list, never out of the URL. */
async function sendFilmFile(exchange: Exchange, wanted: { film: Film; name: string; line: MediaLine }): Promise<void> {
  const { film, name, line } = wanted;
  const media = film.media!;
  const names = [media.master, media.hashes, ...media.files.flatMap(({ playlist, file }) => [playlist, file])];
  if (!names.includes(name)) {
    sendProblem(exchange, { status: 404, detail: 'File not found' });
    return;
  }
  const bytes = readFilmFile(film, name);
  const query = exchange.url.searchParams;
  const token = query.get('videoFileToken');
  const isPassedOn = token !== null && query.get('reinjectVideoFileToken') === 'true' && name.endsWith('.m3u8');
  await answerMedia(exchange, isPassedOn ? passTokenOn(bytes, token) : bytes, line);
}

/** Adds the token to every address in a playlist; nested playlists keep passing it on. */
function passTokenOn(playlist: Buffer, token: string): Buffer {
  const extend = (uri: string): string =>
    `${uri}?videoFileToken=${token}${uri.endsWith('.m3u8') ? '&reinjectVideoFileToken=true' : ''}`;
  const lines = playlist
    .toString('utf8')
    .split('\n')
    .map((text) => {
      if (text !== '' && !text.startsWith('#')) return extend(text);
      return text.replace(/URI="([^"]+)"/, (_, uri: string) => `URI="${extend(uri)}"`);
    });
  return Buffer.from(lines.join('\n'));
}

function findMirrored(place: Place, uuid: string): Film | undefined {
  return place.followed
    .filter((home) => home.mirrors.includes(place))
    .flatMap((home) => home.films)
    .find((film) => film.uuid === uuid && film.isMirrored);
}

function sendPicture(exchange: Exchange, bytes: Buffer, type: string): void {
  exchange.response.setHeader('Cache-Control', 'public, max-age=172800');
  send(exchange, bytes, { status: 200, type });
}
