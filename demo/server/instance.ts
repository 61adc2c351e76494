import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createActivityRoutes, wantsActivity } from './activity-routes.ts';
import { Counters } from './counters.ts';
import { createDiscoveryRoutes } from './discovery-routes.ts';
import { type Exchange, type Route, runRoutes, send, sendEmpty, sendHtml, sendProblem } from './exchange.ts';
import { attachLiveEvents } from './live-events.ts';
import { allowAsNginx, allowEveryone } from './media-answer.ts';
import { infoHashesOf, isGuarded, type Place } from './place.ts';
import { createPlaylistRoutes } from './playlist-routes.ts';
import { createStaticRoutes } from './static-routes.ts';
import { createThrottle } from './throttle.ts';
import { createTracker, type Tracker } from './tracker.ts';
import { createVideoRoutes } from './video-routes.ts';

export type Instance = { readonly server: Server; readonly tracker: Tracker; close(): Promise<void> };

/** Paths of the demo's own pages and their controls: they stay when the origin is cut off. */
const PUBLIC_STATIC = /^\/static\/(?!streaming-playlists\/hls\/private\/)/;
const FEDERATED =
  /^\/(?:api|static|lazy-static|download|services|nodeinfo|\.well-known|accounts|video-channels|a|c)(?:\/|$)/;
const MAYBE_ACTIVITY = /^\/(?:videos\/watch|w|video-playlists)\//;

/** Serves one instance: what federates goes through its controls, everything else to `pages`. */
export function createInstance(place: Place, pages: readonly Route[]): Instance {
  const line = { controls: place.controls, counters: place.counters, throttle: createThrottle(place.controls) };
  const staticRoutes = createStaticRoutes(place, line);
  const apiRoutes = [...createVideoRoutes(place), ...createPlaylistRoutes(place), ...createDiscoveryRoutes(place)];
  const activityRoutes = createActivityRoutes(place);
  const tracker = createTracker({
    isListed: (hash) => place.films.some((film) => !isGuarded(film) && infoHashesOf(place, film).includes(hash)),
    controls: place.controls,
    counters: place.counters,
  });
  // For films that are played as plain playlists: it takes any swarm, as an integrator's own tracker would.
  const openTracker = createTracker({ isListed: () => true, controls: place.controls, counters: new Counters() });
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const live = attachLiveEvents(server, place);
  const busy = new Set<Socket>();
  const offChange = place.controls.onChange(() => {
    if (place.controls.values.isCutOff) for (const socket of busy) socket.destroy();
  });
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.startsWith('/tracker/socket')) tracker.upgrade(request, socket, head);
    else if (request.url?.startsWith('/tracker/open')) openTracker.upgrade(request, socket, head);
    else if (!request.url?.startsWith('/socket.io/')) socket.destroy();
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange: Exchange = { request, response, url: new URL(request.url ?? '/', place.origin) };
    const path = exchange.url.pathname;
    const isActivity = MAYBE_ACTIVITY.test(path) && (wantsActivity(exchange) || path.endsWith('/chapters'));
    if (FEDERATED.test(path) || isActivity) return answerFederated(exchange, isActivity);
    if (!(await runRoutes(pages, exchange)))
      sendHtml(exchange, '<!doctype html><title>Not here</title><p>Nothing is here.', 404);
  }

  async function answerFederated(exchange: Exchange, isActivity: boolean): Promise<void> {
    const { request, response, url } = exchange;
    const { isCutOff, apiFailure } = place.controls.values;
    if (isCutOff) {
      request.socket.destroy();
      return;
    }
    busy.add(request.socket);
    response.once('close', () => busy.delete(request.socket));
    const isApi = url.pathname.startsWith('/api/');
    const isPublicStatic = PUBLIC_STATIC.test(url.pathname) && place.isBehindNginx;
    const door = isPublicStatic ? allowAsNginx(exchange) : allowEveryone(exchange, { isApi });
    if (door === 'answered') return;
    if ((isApi || isActivity) && apiFailure !== null) {
      failApi(exchange, apiFailure);
      return;
    }
    if (isActivity && (await runRoutes(activityRoutes, exchange))) return;
    if (await runRoutes(staticRoutes, exchange)) return;
    if (await runRoutes(apiRoutes, exchange)) return;
    if (await runRoutes(activityRoutes, exchange)) return;
    sendEmpty(exchange, isApi ? 400 : 404);
  }

  return {
    server,
    tracker,
    close: () =>
      new Promise((resolve) => {
        offChange();
        tracker.close();
        openTracker.close();
        live.close();
        place.live?.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function failApi(exchange: Exchange, failure: number | 'html' | 'silence'): void {
  if (failure === 'silence') return;
  if (failure === 'html') {
    sendHtml(exchange, '<!doctype html><title>Maintenance</title><h1>Back soon</h1>');
    return;
  }
  if (failure === 429) {
    exchange.response.setHeader('Retry-After', '2');
    send(exchange, 'Too many requests, please try again later.', {
      status: 429,
      type: 'text/html; charset=utf-8',
    });
    return;
  }
  sendProblem(exchange, { status: failure, detail: 'The demo was asked to fail.' });
}
