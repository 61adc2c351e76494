import { ACTIVITY_CONTEXT, ACTIVITY_TYPE, PUBLIC } from './activity-context.ts';
import { createChaptersObject, createVideoObject } from './activity-video.ts';
import { type Exchange, get, type Route, sendEmpty, sendJson, sendProblem } from './exchange.ts';
import { findShowing, isGuarded, isVideoId, type Place } from './place.ts';

/** Answers that depend on the `Accept` header; a browser's is handed on to the pages. */
export function createActivityRoutes(place: Place): Route[] {
  return [
    get(/^\/(?:videos\/watch|w)\/([^/;]+)$/, (exchange, [id = '']) => sendVideo(place, exchange, id)),
    get(/^\/videos\/watch\/([^/]+)\/chapters$/, (exchange, [id = '']) => {
      const showing = findShowing(place, id);
      if (!showing || showing.home !== place || isGuarded(showing.film)) {
        sendEmpty(exchange, 404);
        return;
      }
      sendJson(exchange, createChaptersObject(place, showing.film), { type: ACTIVITY_TYPE });
    }),
    get(/^\/(accounts|video-channels|a|c)\/([^/]+)$/, (exchange, [kind = '', name = '']) => {
      const isAccount = kind.startsWith('a');
      if (name !== (isAccount ? 'ferrywoman' : 'on_the_water')) {
        sendEmpty(exchange, 404);
        return;
      }
      sendJson(exchange, createActor(place, isAccount), { type: ACTIVITY_TYPE });
    }),
    get(/^\/video-playlists\/([^/]+)$/, (exchange, [id = '']) => sendPlaylist(place, exchange, id)),
  ];
}

export function wantsActivity({ request }: Exchange): boolean {
  return /application\/(activity|ld)\+json/.test(request.headers.accept ?? '');
}

function sendVideo(place: Place, exchange: Exchange, id: string): void {
  const showing = isVideoId(id) ? findShowing(place, id) : null;
  if (!showing) {
    sendProblem(exchange, { status: 404, detail: 'Video not found' });
    return;
  }
  const { film, home } = showing;
  if (home !== place) {
    // PeerTube sends readers to where the film was published.
    exchange.response.setHeader('Location', `${home.origin}/videos/watch/${film.uuid}`);
    sendEmpty(exchange, 302);
    return;
  }
  if (film.privacy === 5) {
    const detail = 'Please provide a password to access this password protected video';
    sendProblem(exchange, { status: 403, detail, code: 'video_requires_password' });
    return;
  }
  if (isGuarded(film)) {
    sendProblem(exchange, { status: 401, detail: 'Not authenticated' });
    return;
  }
  sendJson(exchange, createVideoObject(home, film), { type: ACTIVITY_TYPE });
}

function createActor(place: Place, isAccount: boolean): Record<string, unknown> {
  const id = isAccount ? `${place.origin}/accounts/ferrywoman` : `${place.origin}/video-channels/on_the_water`;
  return {
    '@context': ACTIVITY_CONTEXT,
    type: isAccount ? 'Person' : 'Group',
    id,
    following: `${id}/following`,
    followers: `${id}/followers`,
    playlists: `${id}/playlists`,
    inbox: `${id}/inbox`,
    outbox: `${id}/outbox`,
    preferredUsername: isAccount ? 'ferrywoman' : 'on_the_water',
    url: id,
    name: isAccount ? 'The Ferrywoman' : 'On the Water',
    endpoints: { sharedInbox: `${place.origin}/inbox` },
    published: '2026-05-01T10:00:00.000Z',
    summary: null,
    ...(isAccount ? {} : { attributedTo: [{ type: 'Person', id: `${place.origin}/accounts/ferrywoman` }] }),
  };
}

function sendPlaylist(place: Place, exchange: Exchange, id: string): void {
  const list = place.lists.find(({ uuid }) => uuid === id);
  if (!list) {
    sendEmpty(exchange, 404);
    return;
  }
  const url = `${place.origin}/video-playlists/${list.uuid}`;
  if (exchange.url.searchParams.has('page')) {
    const orderedItems = list.entries.map((entry) => `${url}/videos/${entry.id}`);
    const page = { id: `${url}?page=1`, type: 'OrderedCollectionPage', partOf: url, orderedItems };
    sendJson(exchange, { '@context': ACTIVITY_CONTEXT, ...page }, { type: ACTIVITY_TYPE });
    return;
  }
  const object = {
    '@context': ACTIVITY_CONTEXT,
    to: [PUBLIC],
    id: url,
    type: 'Playlist',
    totalItems: list.entries.length,
    first: `${url}?page=1`,
    name: list.title,
    content: list.description,
    mediaType: 'text/markdown',
    uuid: list.uuid,
    attributedTo: [`${place.origin}/video-channels/on_the_water`],
  };
  sendJson(exchange, object, { type: ACTIVITY_TYPE });
}
