import { randomUUID } from 'node:crypto';
import { type Exchange, get, post, type Route, readJson, sendEmpty, sendJson, sendProblem } from './exchange.ts';
import { hasAccess } from './guard.ts';
import { findShowing, isVideoId, listShowings, type Place, type Showing } from './place.ts';
import { createVideo, createVideoDetails, isSince } from './video-json.ts';

const ID = '([^/]+)';

/** `/api/v1/videos` and all below it that a player asks. */
export function createVideoRoutes(place: Place): Route[] {
  const withVideo =
    (handle: (exchange: Exchange, showing: Showing) => void | Promise<void>): Route['handle'] =>
    async (exchange, [id = '']) => {
      const showing = findVideo(place, exchange, id);
      if (showing && hasAccess(exchange, showing)) await handle(exchange, showing);
    };
  const path = (rest: string): RegExp => new RegExp(`^/api/v1/videos/${ID}${rest}$`);
  return [
    get(/^\/api\/v1\/videos$/, (exchange) => sendVideos(exchange, listPublic(place))),
    get(/^\/api\/v1\/video-channels\/[^/]+\/videos$/, (exchange) => sendVideos(exchange, listOwnPublic(place))),
    get(/^\/api\/v1\/accounts\/[^/]+\/videos$/, (exchange) => sendVideos(exchange, listOwnPublic(place))),
    get(path('/captions'), withVideo(sendCaptions)),
    get(path('/chapters'), withVideo(sendChapters)),
    get(path('/storyboards'), withVideo(sendStoryboards)),
    get(
      path('/description'),
      withVideo((exchange, { film }) => sendJson(exchange, { description: film.description })),
    ),
    get(path('/embed-privacy/allowed'), withVideo(sendEmbedPrivacy)),
    post(path('/token'), withVideo(sendFileToken)),
    post(path('/(?:views|watching)'), withVideo(countView)),
    get(/^\/api\/v1\/videos\/live\/([^/]+)$/, withVideo(sendLive)),
    get(/^\/api\/v1\/player-settings\/videos\/([^/]+)$/, withVideo(sendPlayerSettings)),
    get(
      path(''),
      withVideo((exchange, showing) => sendJson(exchange, createVideoDetails(showing))),
    ),
  ];
}

function findVideo(place: Place, exchange: Exchange, id: string): Showing | null {
  if (!isVideoId(id)) {
    const msg = 'Should have a valid video id (id, short UUID or UUID)';
    const more = { 'invalid-params': { id: { type: 'field', value: id, msg, path: 'id', location: 'params' } } };
    sendProblem(exchange, { status: 400, detail: 'Incorrect request parameters: id', more });
    return null;
  }
  const showing = findShowing(place, id);
  if (!showing) sendProblem(exchange, { status: 404, detail: 'Video not found' });
  return showing;
}

function listPublic(place: Place): Showing[] {
  return listShowings(place).filter(({ film }) => film.privacy === 1);
}

function listOwnPublic(place: Place): Showing[] {
  return listPublic(place)
    .filter(({ home }) => home === place)
    .sort((a, b) => b.film.publishedAt.localeCompare(a.film.publishedAt));
}

function sendVideos(exchange: Exchange, showings: readonly Showing[]): void {
  const start = Number(exchange.url.searchParams.get('start') ?? 0) || 0;
  const count = Number(exchange.url.searchParams.get('count') ?? 15) || 15;
  sendJson(exchange, { total: showings.length, data: showings.slice(start, start + count).map(createVideo) });
}

function sendCaptions(exchange: Exchange, { film, place }: Showing): void {
  const data = film.captions.map(({ language, label }) => {
    const captionPath = `/lazy-static/video-captions/${film.uuid}-${language}.vtt`;
    return {
      language: { id: language, label },
      automaticallyGenerated: false,
      captionPath,
      ...(isSince(place, '7.1') ? { fileUrl: `${place.origin}${captionPath}` } : {}),
      ...(isSince(place, '8.2') ? { m3u8Url: null } : {}),
      updatedAt: film.publishedAt,
    };
  });
  sendJson(exchange, { total: data.length, data });
}

function sendChapters(exchange: Exchange, { film }: Showing): void {
  sendJson(exchange, { chapters: film.chapters.map(({ seconds, title }) => ({ timecode: seconds, title })) });
}

function sendStoryboards(exchange: Exchange, { film, place }: Showing): void {
  const storyboardPath = `/lazy-static/storyboards/${film.uuid}.jpg`;
  const storyboard = {
    storyboardPath,
    ...(isSince(place, '7.1') ? { fileUrl: `${place.origin}${storyboardPath}` } : {}),
    totalHeight: 648,
    totalWidth: 1920,
    spriteWidth: 192,
    spriteHeight: 108,
    spriteDuration: 1,
  };
  sendJson(exchange, { storyboards: film.hasStoryboard ? [storyboard] : [] });
}

function sendEmbedPrivacy(exchange: Exchange, { film, home, place }: Showing): void {
  if (!isSince(place, '8.1')) {
    sendEmpty(exchange, 400);
    return;
  }
  const domain = exchange.url.searchParams.get('domain') ?? '';
  const allowed = home.embedAllowList.get(film.uuid);
  sendJson(exchange, { domainAllowed: !allowed || allowed.includes(domain), userBypassAllowed: null });
}

function sendFileToken(exchange: Exchange, { film, place }: Showing): void {
  if (film.privacy < 3) {
    const detail = "Cannot read properties of undefined (reading 'token')";
    sendProblem(exchange, { status: 500, detail, code: 'TypeError' });
    return;
  }
  const token = randomUUID();
  const expiresAtMs = Date.now() + place.controls.values.fileTokenLifeMs;
  place.fileTokens.set(token, { uuid: film.uuid, expiresAtMs });
  sendJson(exchange, { files: { token, expires: new Date(expiresAtMs).toISOString() } });
}

async function countView(exchange: Exchange, { film, place }: Showing): Promise<void> {
  const body = await readJson(exchange.request);
  const currentTime = body?.currentTime;
  const isTooLate = film.media !== null && typeof currentTime === 'number' && currentTime > film.media.durationSeconds;
  if (typeof currentTime !== 'number' || !Number.isInteger(currentTime) || currentTime < 0 || isTooLate) {
    sendProblem(exchange, { status: 400, detail: 'Incorrect request parameters: currentTime' });
    return;
  }
  place.counters.views += 1;
  place.counters.viewPosts.push({ uuid: film.uuid, at: Date.now(), body: body ?? {} });
  sendEmpty(exchange, 204);
}

function sendLive(exchange: Exchange, { film, place }: Showing): void {
  if (film.media) {
    sendProblem(exchange, { status: 404, detail: 'Live video not found' });
    return;
  }
  sendJson(exchange, {
    permanentLive: film.isPermanentLive,
    saveReplay: false,
    latencyMode: 1,
    ...(isSince(place, '7.2') ? { schedules: [] } : {}),
    ...(isSince(place, '8.2') ? { dvrWindow: 0 } : {}),
  });
}

function sendPlayerSettings(exchange: Exchange, { place }: Showing): void {
  if (!isSince(place, '8.0')) {
    sendEmpty(exchange, 400);
    return;
  }
  const isRaw = exchange.url.searchParams.get('raw') === 'true';
  sendJson(exchange, { theme: isRaw ? 'channel-default' : 'galaxy' });
}
