import { parseControls } from './controls.ts';
import { type Exchange, get, post, type Route, readJson, sendEmpty, sendJson } from './exchange.ts';
import { INSTANCE_VERSIONS, type InstanceVersion } from './info-hash.ts';
import { infoHashesOf, type Place } from './place.ts';
import type { Tracker } from './tracker.ts';

export type ControlledWorld = {
  readonly places: readonly Place[];
  readonly trackers: readonly Tracker[];
  readonly blogOrigin: string;
};

/** What the theatre reads and turns. Only pages of the demo itself can reach it: it takes JSON and sends no CORS headers. */
export function createControlRoutes(world: () => ControlledWorld): Route[] {
  const change = (handle: (body: Record<string, unknown>, place: Place, tracker: Tracker) => void): Route['handle'] => {
    return async (exchange) => {
      const { places, trackers } = world();
      const isJson = exchange.request.headers['content-type']?.startsWith('application/json') === true;
      const body = isJson ? await readJson(exchange.request) : null;
      const index = Number(body?.instance ?? 0);
      const place = places[index];
      if (!body || !place) {
        sendEmpty(exchange, 400);
        return;
      }
      handle(body, place, trackers[index]!);
      sendState(exchange, world());
    };
  };
  return [
    get(/^\/demo\/state$/, (exchange) => {
      sendState(exchange, world());
    }),
    post(
      /^\/demo\/controls$/,
      change((body, place) => place.controls.set(parseControls(body))),
    ),
    post(
      /^\/demo\/version$/,
      change((body, place) => {
        const version = INSTANCE_VERSIONS.find((one) => one === body.version);
        if (version) place.version = version satisfies InstanceVersion;
      }),
    ),
    post(
      /^\/demo\/live$/,
      change((body, place) => {
        if (body.action === 'start') place.live?.start();
        if (body.action === 'stop') place.live?.stop();
        if (body.action === 'end') place.live?.stop({ forGood: true });
        if (body.action === 'stall' || body.action === 'resume') place.live?.setStalled(body.action === 'stall');
      }),
    ),
    post(
      /^\/demo\/expire-tokens$/,
      change((_, place) => place.fileTokens.clear()),
    ),
    post(
      /^\/demo\/reset$/,
      change((_, place, tracker) => {
        place.controls.reset();
        place.counters.reset();
        tracker.unblock();
      }),
    ),
  ];
}

function sendState(exchange: Exchange, { places, trackers, blogOrigin }: ControlledWorld): void {
  exchange.response.setHeader('Cache-Control', 'no-store');
  sendJson(exchange, {
    blogOrigin,
    instances: places.map((place, index) => ({
      origin: place.origin,
      name: place.name,
      version: place.version,
      controls: place.controls.values,
      mediaBytes: place.counters.mediaBytes,
      indexBytes: place.counters.indexBytes,
      views: place.counters.views,
      live: place.live?.state() ?? null,
      refusedHashes: [...place.counters.refusedHashes],
      swarms: place.films.flatMap((film) =>
        infoHashesOf(place, film).map((hash) => ({
          film: film.uuid,
          hash,
          viewers: trackers[index]!.countViewers(hash),
        })),
      ),
    })),
  });
}
