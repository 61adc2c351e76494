import { type Exchange, get, post, type Route, readBody, sendEmpty, sendJson, sendProblem } from './exchange.ts';
import { ACCESS_TOKEN, REFRESH_TOKEN } from './guard.ts';
import { findShowing, isVideoId, type Place } from './place.ts';
import { createAccount, createChannel, isSince } from './video-json.ts';

/** Who this server is, and who publishes here. */
export function createDiscoveryRoutes(place: Place): Route[] {
  return [
    get(/^\/api\/v1\/config$/, (exchange) => sendJson(exchange, createConfig(place))),
    get(/^\/api\/v1\/config\/about$/, (exchange) =>
      sendJson(exchange, { instance: { name: place.name, description: place.description } }),
    ),
    get(/^\/api\/v1\/accounts\/ferrywoman(?:@[^/]+)?$/, (exchange) => sendJson(exchange, createAccount(place))),
    get(/^\/api\/v1\/video-channels\/on_the_water(?:@[^/]+)?$/, (exchange) => sendJson(exchange, createChannel(place))),
    get(/^\/\.well-known\/nodeinfo$/, (exchange) => {
      const rel = 'http://nodeinfo.diaspora.software/ns/schema/2.0';
      sendJson(exchange, { links: [{ rel, href: `${place.origin}/nodeinfo/2.0.json` }] });
    }),
    get(/^\/nodeinfo\/2\.0\.json$/, (exchange) => sendJson(exchange, createNodeInfo(place))),
    get(/^\/\.well-known\/webfinger$/, (exchange) => sendWebFinger(place, exchange)),
    get(/^\/services\/oembed$/, (exchange) => sendOEmbed(place, exchange)),
    get(/^\/api\/v1\/oauth-clients\/local$/, (exchange) =>
      sendJson(exchange, { client_id: 'demo-client', client_secret: 'demo-secret' }),
    ),
    post(/^\/api\/v1\/users\/token$/, (exchange) => sendToken(exchange)),
    post(/^\/api\/v1\/metrics\/playback$/, (exchange) => sendEmpty(exchange, 204)),
    post(/^\/api\/v1\/server\/logs\/client$/, (exchange) => sendEmpty(exchange, 204)),
  ];
}

function createConfig(place: Place): Record<string, unknown> {
  return {
    client: { videos: { miniature: { displayAuthorAvatar: false, preferAuthorDisplayName: false } } },
    defaults: {
      publish: { downloadEnabled: true, commentsPolicy: 1, privacy: 1, licence: null },
      p2p: { webapp: { enabled: true }, embed: { enabled: true } },
      ...(isSince(place, '7.1')
        ? { player: { autoPlay: true, ...(isSince(place, '8.0') ? { theme: 'galaxy' } : {}) } }
        : {}),
    },
    instance: {
      name: place.name,
      shortDescription: place.description,
      isNSFW: false,
      defaultNSFWPolicy: 'display',
      defaultClientRoute: '/videos/trending',
      customizations: { javascript: '', css: '' },
      avatars: [],
      banners: [],
    },
    search: { remoteUri: { users: true, anonymous: false }, searchIndex: { enabled: false } },
    plugin: { registered: [], registeredExternalAuths: [], registeredIdAndPassAuths: [] },
    theme: { registered: [], default: 'default' },
    serverVersion: place.version,
    serverCommit: '',
    transcoding: { hls: { enabled: true }, web_videos: { enabled: false }, enabledResolutions: [240, 480, 720] },
    live: {
      enabled: true,
      allowReplay: true,
      latencySetting: { enabled: true },
      ...(isSince(place, '8.2') ? { dvr: { maxWindow: 0 } } : {}),
    },
    tracker: { enabled: true },
    followings: { instance: { autoFollowIndex: { indexUrl: '' } } },
    views: { videos: { watchingInterval: { anonymous: 5_000, users: 5_000 } } },
    openTelemetry: { metrics: { enabled: false, playbackStatsInterval: 15_000 } },
    // A real instance lists public STUN servers here. The demo's viewers sit on one machine and need none.
    ...(isSince(place, '7.1') ? { webrtc: { stunServers: place.stunUrls } } : {}),
    ...(isSince(place, '7.2') ? { nsfwFlagsSettings: { enabled: true } } : {}),
  };
}

function createNodeInfo(place: Place): Record<string, unknown> {
  return {
    version: '2.0',
    software: { name: 'peertube', version: place.version },
    protocols: ['activitypub'],
    services: { inbound: [], outbound: ['atom1.0', 'rss2.0'] },
    openRegistrations: false,
    usage: { users: { total: 1, activeMonth: 1, activeHalfyear: 1 }, localPosts: place.films.length, localComments: 0 },
    metadata: { taxonomy: { postsName: 'Videos' }, nodeName: place.name, nodeDescription: place.description },
  };
}

function sendWebFinger(place: Place, exchange: Exchange): void {
  const resource = exchange.url.searchParams.get('resource') ?? '';
  const match = /^acct:([^@]+)@(.+)$/.exec(resource);
  const names: Record<string, string> = { ferrywoman: 'accounts', on_the_water: 'video-channels' };
  const folder = match && match[2] === place.host ? names[match[1]!] : undefined;
  if (!match || !folder) {
    sendProblem(exchange, { status: 404, detail: 'Actor not found' });
    return;
  }
  const href = `${place.origin}/${folder}/${match[1]}`;
  const links = [{ rel: 'self', type: 'application/activity+json', href }];
  sendJson(exchange, { subject: resource, aliases: [href], links });
}

function sendOEmbed(place: Place, exchange: Exchange): void {
  const query = exchange.url.searchParams;
  if ((query.get('format') ?? 'json') !== 'json') {
    sendProblem(exchange, { status: 501, detail: 'Requested format is not implemented on server.' });
    return;
  }
  const wanted = query.get('url') ?? '';
  const match = /\/(?:videos\/watch|w)\/([^/?#;]+)/.exec(wanted);
  if (!wanted.startsWith(place.origin) || !match || !isVideoId(match[1]!)) {
    sendProblem(exchange, { status: 400, detail: 'Invalid url.' });
    return;
  }
  const showing = findShowing(place, match[1]!);
  if (!showing) {
    sendProblem(exchange, { status: 404, detail: 'Video not found' });
    return;
  }
  if (showing.film.privacy > 2) {
    sendProblem(exchange, { status: 403, detail: 'Video is not public' });
    return;
  }
  const width = Math.min(560, Number(query.get('maxwidth') ?? 560) || 560);
  const height = Math.min(315, Number(query.get('maxheight') ?? 315) || 315);
  const src = `${place.origin}/videos/embed/${showing.film.uuid}`;
  const rights = 'allow-same-origin allow-scripts allow-popups allow-forms';
  sendJson(exchange, {
    type: 'video',
    version: '1.0',
    html: `<iframe width="${width}" height="${height}" sandbox="${rights}" title="${showing.film.title}" src="${src}" frameborder="0" allowfullscreen></iframe>`,
    width,
    height,
    title: showing.film.title,
    author_name: 'On the Water',
    author_url: `${showing.home.origin}/video-channels/on_the_water`,
    provider_name: 'PeerTube',
    provider_url: place.origin,
    thumbnail_url: `${place.origin}/lazy-static/previews/${showing.film.uuid}.jpg`,
    thumbnail_width: 850,
    thumbnail_height: 478,
  });
}

/** Password `river` for the user `ferrywoman`, or the refresh token. */
async function sendToken(exchange: Exchange): Promise<void> {
  const form = new URLSearchParams(await readBody(exchange.request));
  const isRefresh = form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === REFRESH_TOKEN;
  const isLogin = form.get('grant_type') === 'password' && form.get('password') === 'river';
  if (!isRefresh && !isLogin) {
    sendProblem(exchange, { status: 400, detail: 'Invalid grant', code: 'invalid_grant' });
    return;
  }
  sendJson(exchange, {
    token_type: 'Bearer',
    access_token: ACCESS_TOKEN,
    refresh_token: REFRESH_TOKEN,
    expires_in: 14_399,
    refresh_token_expires_in: 1_209_599,
  });
}
