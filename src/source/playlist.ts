import { isRecord, parseHttpUrl, parseInteger, parseList, parseNumber, parseText } from '../base/check.ts';
import type { Access, Sensitive } from '../media/video.ts';
import type { VideoPlaylist, VideoPlaylistEntry, VideoSummary } from '../media/video-playlist.ts';
import { askJson, hostOf } from './ask.ts';
import { accessHeaders, demandedAccess, knownAccess } from './credentials.ts';
import { askInstanceConfig } from './instance-config.ts';
import { parseActor, parsePosterUrl, parseSensitive } from './peertube-film.ts';
import type { Resolving } from './resolution.ts';
import { isUuid, shortenUuid } from './short-id.ts';
import { sourceError } from './source-error.ts';

/** The most that PeerTube gives at once. */
const PAGE_SIZE = 100;
/** PeerTube's own player reads as many: 1100 films. */
const MOST_PAGES = 11;

export type PlaylistAddress = { readonly origin: string; readonly id: string };

/** A playlist of a PeerTube instance, with all of its rows. Rejects with a `SourceError`. */
export async function resolvePlaylist(resolving: Resolving, address: PlaylistAddress): Promise<VideoPlaylist> {
  const { origin, id } = address;
  resolving.note(`Asked ${hostOf(origin)} for the playlist.`, `${origin}/api/v1/video-playlists/${id}`);
  const known = knownAccess(resolving, origin);
  const [first, config] = await Promise.all([
    askPlaylist(resolving, address, known),
    askInstanceConfig(resolving, origin),
  ]);
  const asked = needsAccess(first) ? await askWithDemandedAccess(resolving, address, first) : first;
  if (!asked.about.ok) throw asked.about.error;
  if (!asked.page.ok) throw asked.page.error;
  const policy = config?.sensitivePolicy ?? 'warn';
  const rows = [parsePage(asked.page.value.value, { origin, policy })];
  const total = rows[0]?.total ?? 0;
  for (let page = 1; page < MOST_PAGES && page * PAGE_SIZE < total; page++) {
    // One after the other: instances allow only so many requests at a time.
    const answer = await askJson(resolving, { url: pageUrl(address, page), headers: accessHeaders(asked.access) });
    if (!answer.ok) {
      resolving.note(`Page ${page + 1} of the playlist did not come (${answer.error.message})`);
      break;
    }
    rows.push(parsePage(answer.value.value, { origin, policy }));
  }
  const playlist = parsePlaylist(asked.about.value.value, origin);
  if (playlist === null)
    throw sourceError('invalid-answer', `${hostOf(origin)} answered something else than a playlist.`);
  const instance = config?.instance ?? { origin, name: hostOf(origin), software: 'peertube', version: null };
  const entries = rows.flatMap((row) => row.entries).sort((a, b) => a.position - b.position);
  return { ...playlist, instance, entries };
}

type Asked = {
  readonly about: Awaited<ReturnType<typeof askJson>>;
  readonly page: Awaited<ReturnType<typeof askJson>>;
  readonly access: Access | null;
};

async function askPlaylist(resolving: Resolving, address: PlaylistAddress, access: Access | null): Promise<Asked> {
  const headers = accessHeaders(access);
  const [about, page] = await Promise.all([
    askJson(resolving, { url: `${address.origin}/api/v1/video-playlists/${address.id}`, headers }),
    askJson(resolving, { url: pageUrl(address, 0), headers }),
  ]);
  return { about, page, access };
}

function needsAccess({ about }: Asked): boolean {
  return !about.ok && (about.error.code === 'needs-login' || about.error.code === 'forbidden');
}

async function askWithDemandedAccess(resolving: Resolving, address: PlaylistAddress, first: Asked): Promise<Asked> {
  const access = await demandedAccess(resolving, address.origin);
  return access === null ? first : askPlaylist(resolving, address, access);
}

function pageUrl({ origin, id }: PlaylistAddress, page: number): string {
  return `${origin}/api/v1/video-playlists/${id}/videos?start=${page * PAGE_SIZE}&count=${PAGE_SIZE}`;
}

/** All but the rows and the instance; null if this is no playlist. */
export function parsePlaylist(value: unknown, origin: string): Omit<VideoPlaylist, 'instance' | 'entries'> | null {
  if (!isRecord(value)) return null;
  const uuid = parseText(value.uuid, 36);
  if (uuid === null || !isUuid(uuid)) return null;
  const objectUrl = parseHttpUrl(value.url);
  const home = objectUrl === null ? origin : new URL(objectUrl).origin;
  return {
    id: uuid.toLowerCase(),
    title: parseText(value.displayName, 1000) ?? '',
    description: parseText(value.description, 100_000),
    pageUrl: `${home}/w/p/${shortenUuid(uuid)}`,
    embedUrl: parseHttpUrl(value.embedPath, origin) ?? `${origin}/video-playlists/embed/${uuid}`,
    owner: parseActor(value.videoChannel, origin) ?? parseActor(value.ownerAccount, origin),
    posterUrl: parsePosterUrl(value, origin),
  };
}

type PageContext = { readonly origin: string; readonly policy: Sensitive['policy'] };

export function parsePage(
  value: unknown,
  context: PageContext,
): { readonly total: number; readonly entries: readonly VideoPlaylistEntry[] } {
  if (!isRecord(value)) return { total: 0, entries: [] };
  const items = parseList(value.data, PAGE_SIZE).filter(isRecord);
  return {
    total: parseInteger(value.total, 0) ?? items.length,
    entries: items.map((item, index): VideoPlaylistEntry => {
      const startSeconds = parseNumber(item.startTimestamp, 0);
      const stopSeconds = parseNumber(item.stopTimestamp, 0);
      return {
        position: parseInteger(item.position, 1) ?? index + 1,
        startSeconds,
        stopSeconds: stopSeconds !== null && stopSeconds > (startSeconds ?? 0) ? stopSeconds : null,
        // 1 deleted, 2 private, 3 unavailable.
        video: (parseInteger(item.type) ?? 0) === 0 ? parseSummary(item.video, context) : null,
      };
    }),
  };
}

/** What a list says of a film; null if it is none. */
export function parseSummary(value: unknown, { origin, policy }: PageContext): VideoSummary | null {
  if (!isRecord(value)) return null;
  const uuid = parseText(value.uuid, 36);
  if (uuid === null || !isUuid(uuid)) return null;
  return {
    id: uuid.toLowerCase(),
    // Asked of the instance that keeps the list, which knows the film even when the film's own is down.
    input: `${origin}/w/${shortenUuid(uuid)}`,
    title: parseText(value.name, 1000) ?? '',
    durationSeconds: value.isLive === true ? null : parseNumber(value.duration, 0.001),
    thumbnailUrl: parsePosterUrl(value, origin, 500) ?? parsePosterUrl(value, origin),
    channel: parseActor(value.channel, origin),
    sensitive: value.nsfw === true ? { ...parseSensitive(value), policy } : null,
  };
}
