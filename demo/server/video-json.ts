import type { Film, MediaFile } from '../catalogue/film.ts';
import type { Place, Showing } from './place.ts';
import { durationOf, isStreaming, masterUrl, mediaUrl } from './place.ts';
import { shortenUuid } from './short-uuid.ts';

const PRIVACIES: Record<number, string> = {
  1: 'Public',
  2: 'Unlisted',
  3: 'Private',
  4: 'Internal',
  5: 'Password protected',
};

/** Does this version have what came with `wanted`? */
export function isSince(place: Place, wanted: '7.1' | '7.2' | '8.0' | '8.1' | '8.2'): boolean {
  const number = (version: string): number => {
    const [major, minor] = version.split('.').map(Number);
    return major! * 100 + minor!;
  };
  return number(place.version) >= number(wanted);
}

/** A video as `/api/v1/videos` lists it. */
export function createVideo(showing: Showing): Record<string, unknown> {
  const { film, place, home, id } = showing;
  const stem = `/lazy-static/`;
  const video: Record<string, unknown> = {
    id,
    uuid: film.uuid,
    shortUUID: shortenUuid(film.uuid),
    url: `${home.origin}/videos/watch/${film.uuid}`,
    name: film.title,
    category: { id: 4, label: 'Art' },
    licence: { id: 7, label: 'Public Domain Dedication' },
    language: { id: 'en', label: 'English' },
    privacy: { id: film.privacy, label: PRIVACIES[film.privacy] },
    nsfw: false,
    truncatedDescription: film.description.slice(0, 250),
    description: film.description,
    isLocal: place === home,
    duration: durationOf(film),
    aspectRatio: 1.7778,
    views: home.counters.views,
    viewers: 0,
    likes: 0,
    dislikes: 0,
    thumbnailPath: `${stem}thumbnails/${film.uuid}.jpg`,
    previewPath: `${stem}previews/${film.uuid}.jpg`,
    embedPath: `/videos/embed/${isSince(place, '7.1') ? shortenUuid(film.uuid) : film.uuid}`,
    createdAt: film.publishedAt,
    updatedAt: film.publishedAt,
    publishedAt: film.publishedAt,
    originallyPublishedAt: null,
    isLive: film.media === null,
    account: createAccount(home),
    channel: createChannel(home, place),
    blacklisted: false,
    blacklistedReason: null,
  };
  if (isSince(place, '7.2')) Object.assign(video, { nsfwFlags: 0, nsfwSummary: null });
  if (isSince(place, '8.1')) {
    video.thumbnails = [
      { height: 158, width: 280, aspectRatio: '16:9', fileUrl: `${place.origin}${stem}thumbnails/${film.uuid}.jpg` },
      { height: 478, width: 850, aspectRatio: '16:9', fileUrl: `${place.origin}${stem}previews/${film.uuid}.jpg` },
    ];
  }
  return video;
}

/** A video as `/api/v1/videos/:id` tells it. */
export function createVideoDetails(showing: Showing): Record<string, unknown> {
  const { film, place, home } = showing;
  const details: Record<string, unknown> = {
    ...createVideo(showing),
    streamingPlaylists: isStreaming(home, film) ? [createStreamingPlaylist(showing)] : [],
    files: [],
    support: null,
    tags: film.tags,
    commentsPolicy: { id: 1, label: 'Enabled' },
    downloadEnabled: true,
    waitTranscoding: true,
    inputFileUpdatedAt: null,
    state: createState(home, film),
    trackerUrls: [`${home.origin}/tracker/announce`, `${home.origin.replace(/^http/, 'ws')}/tracker/socket`],
  };
  if (isSince(place, '8.1')) {
    const id = home.embedAllowList.has(film.uuid) ? 2 : 1;
    details.embedPrivacyPolicy = { id, label: id === 1 ? 'Allow on all domains' : 'Allow on some domains' };
    Object.assign(details, { comments: 0, downloads: 0 });
  }
  if (!isSince(place, '8.2')) {
    details.descriptionPath = `/api/v1/videos/${film.uuid}/description`;
    details.commentsEnabled = true;
  }
  return details;
}

export function createState(home: Place, film: Film): { id: number; label: string } {
  if (isStreaming(home, film)) return { id: 1, label: 'Published' };
  return home.live?.state() === 'ended' ? { id: 5, label: 'Live ended' } : { id: 4, label: 'Waiting for livestream' };
}

function createStreamingPlaylist(showing: Showing): Record<string, unknown> {
  const { film, home } = showing;
  const folder = mediaUrl(home, film);
  return {
    id: film.id,
    type: 1,
    playlistUrl: masterUrl(home, film),
    segmentsSha256Url: `${folder}/${film.media?.hashes ?? 'segments-sha256.json'}`,
    redundancies: film.isMirrored ? home.mirrors.map((mirror) => createRedundancy(mirror, film)) : [],
    // The highest comes first, unlike in the master playlist.
    files: (film.media?.files ?? []).map((file, index) => createFile(showing, file, index)).reverse(),
  };
}

function createRedundancy(mirror: Place, film: Film): { baseUrl: string } {
  return { baseUrl: `${mirror.origin}/static/redundancy/hls/${film.uuid}` };
}

function createFile(showing: Showing, file: MediaFile, index: number): Record<string, unknown> {
  const { film, place, home } = showing;
  const url = `${mediaUrl(home, film)}/${file.file}`;
  const download = `${home.origin}/download/streaming-playlists/hls/videos/${film.uuid}-${file.height}-fragmented.mp4`;
  return {
    id: film.id * 10 + index,
    resolution: { id: file.height, label: file.height === 0 ? 'Audio only' : `${file.height}p` },
    width: file.width,
    height: file.height,
    magnetUri: null,
    size: file.sizeBytes,
    fps: file.fps,
    torrentUrl: null,
    torrentDownloadUrl: null,
    fileUrl: url,
    fileDownloadUrl: download,
    metadataUrl: `${home.origin}/api/v1/videos/${film.uuid}/metadata/${film.id * 10 + index}`,
    hasAudio: file.hasAudio,
    hasVideo: file.hasVideo,
    storage: 0,
    ...(isSince(place, '7.1') ? { playlistUrl: `${mediaUrl(home, film)}/${file.playlist}` } : {}),
  };
}

export function createAccount(home: Place): Record<string, unknown> {
  return {
    url: `${home.origin}/accounts/ferrywoman`,
    name: 'ferrywoman',
    host: home.host,
    avatars: [],
    id: 2,
    hostRedundancyAllowed: false,
    followingCount: 0,
    followersCount: 0,
    createdAt: '2026-05-01T10:00:00.000Z',
    displayName: 'The Ferrywoman',
    description: null,
    updatedAt: '2026-05-01T10:00:00.000Z',
    userId: 1,
  };
}

export function createChannel(home: Place, place: Place = home): Record<string, unknown> {
  return {
    url: `${home.origin}/video-channels/on_the_water`,
    name: 'on_the_water',
    host: home.host,
    avatars: [],
    id: 1,
    hostRedundancyAllowed: false,
    followingCount: 0,
    followersCount: 0,
    createdAt: '2026-05-01T10:00:00.000Z',
    banners: [],
    displayName: 'On the Water',
    description: 'Films made of ripples and light.',
    support: null,
    isLocal: place === home,
    updatedAt: '2026-05-01T10:00:00.000Z',
    ownerAccount: createAccount(home),
  };
}
