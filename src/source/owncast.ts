import { isRecord, parseNumber, parseText } from '../base/check.ts';
import { createPlainVideo, type Live, type Video } from '../media/video.ts';
import { askJson, hostOf } from './ask.ts';
import { decideOpenSharing } from './plain.ts';
import type { Resolving } from './resolution.ts';

/** The one live of an Owncast server; null if there is none at `origin`. */
export async function resolveOwncast(resolving: Resolving, origin: string): Promise<Video | null> {
  const answer = await askJson(resolving, { url: `${origin}/api/status` });
  const status = answer.ok && isRecord(answer.value.value) ? answer.value.value : {};
  if (typeof status.online !== 'boolean') return null;
  const about = await askJson(resolving, { url: `${origin}/api/config` });
  const config = about.ok && isRecord(about.value.value) ? about.value.value : {};
  const name = parseText(config.name, 200) || hostOf(origin);
  resolving.note(`${hostOf(origin)} is an Owncast server.`, origin);
  const media = { kind: 'hls', url: `${origin}/hls/stream.m3u8`, hashesUrl: null, mirrorUrls: [] } as const;
  const title = parseText(status.streamTitle, 1000) || name;
  return {
    // Nobody publishes hashes of its segments: only the integrator's trackers are possible.
    ...createPlainVideo({ url: `${origin}/`, title, media, sharing: decideOpenSharing(resolving.options) }),
    description: parseText(config.summary, 100_000),
    pageUrl: `${origin}/`,
    embedUrl: `${origin}/embed/video`,
    instance: { origin, name, software: 'owncast', version: parseText(status.versionNumber, 64) },
    channel: { name, handle: null, url: `${origin}/`, avatarUrl: `${origin}/logo` },
    posterUrl: `${origin}/thumbnail.jpg`,
    live: createLive(status.online),
    sensitive: config.nsfw === true ? { flags: [], summary: null, policy: 'warn' } : null,
    media: status.online ? [media] : [],
    viewCount: parseNumber(status.viewerCount, 0),
  };
}

/** The server is the live: it comes back whenever somebody streams again. */
function createLive(isOnline: boolean): Live {
  const state = isOnline ? 'streaming' : 'waiting';
  return { state, isPermanent: true, latency: 'default', dvrSeconds: null, startsAt: [], numericId: null };
}
