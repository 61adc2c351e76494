import { type Exchange, get, type Route, sendJson, sendProblem } from './exchange.ts';
import { type FilmList, findShowing, isVideoId, type Place } from './place.ts';
import { shortenUuid } from './short-uuid.ts';
import { createAccount, createChannel, createVideo, isSince } from './video-json.ts';

/** `/api/v1/video-playlists/:id` and its elements. */
export function createPlaylistRoutes(place: Place): Route[] {
  const withList =
    (handle: (exchange: Exchange, list: FilmList) => void): Route['handle'] =>
    (exchange, [id = '']) => {
      const list =
        isVideoId(id) && place.lists.find((one) => [String(one.id), one.uuid, shortenUuid(one.uuid)].includes(id));
      if (list) handle(exchange, list);
      else sendProblem(exchange, { status: 404, detail: 'Video playlist not found' });
    };
  return [
    get(
      /^\/api\/v1\/video-playlists\/([^/]+)$/,
      withList((exchange, list) => sendJson(exchange, createList(place, list))),
    ),
    get(
      /^\/api\/v1\/video-playlists\/([^/]+)\/videos$/,
      withList((exchange, list) => sendElements(place, exchange, list)),
    ),
    get(/^\/api\/v1\/(?:video-channels|accounts)\/[^/]+\/video-playlists$/, (exchange) =>
      sendJson(exchange, { total: place.lists.length, data: place.lists.map((list) => createList(place, list)) }),
    ),
  ];
}

function createList(place: Place, list: FilmList): Record<string, unknown> {
  const cover = list.entries.find(({ film }) => film !== null)?.film;
  return {
    id: list.id,
    uuid: list.uuid,
    shortUUID: shortenUuid(list.uuid),
    isLocal: true,
    url: `${place.origin}/video-playlists/${list.uuid}`,
    displayName: list.title,
    description: list.description,
    privacy: { id: 1, label: 'Public' },
    thumbnailPath: cover ? `/lazy-static/thumbnails/${cover.uuid}.jpg` : null,
    embedPath: `/video-playlists/embed/${isSince(place, '7.1') ? shortenUuid(list.uuid) : list.uuid}`,
    type: { id: 1, label: 'Regular' },
    videosLength: list.entries.length,
    createdAt: '2026-06-23T10:00:00.000Z',
    updatedAt: '2026-06-23T10:00:00.000Z',
    ownerAccount: createAccount(place),
    videoChannel: createChannel(place),
  };
}

function sendElements(place: Place, exchange: Exchange, list: FilmList): void {
  const start = Number(exchange.url.searchParams.get('start') ?? 0) || 0;
  const count = Math.min(100, Number(exchange.url.searchParams.get('count') ?? 15) || 15);
  const elements = list.entries.map((entry, index) => {
    const showing = entry.film ? findShowing(place, entry.film.uuid) : null;
    return {
      id: entry.id,
      position: index + 1,
      startTimestamp: entry.startSeconds,
      stopTimestamp: entry.stopSeconds,
      type: entry.type,
      video: showing ? createVideo(showing) : null,
    };
  });
  sendJson(exchange, { total: elements.length, data: elements.slice(start, start + count) });
}
