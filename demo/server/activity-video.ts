import type { Film, MediaFile } from '../catalogue/film.ts';
import { ACTIVITY_CONTEXT, PUBLIC } from './activity-context.ts';
import { durationOf, infoHashesOf, isStreaming, masterUrl, mediaUrl, type Place } from './place.ts';
import { createState, isSince } from './video-json.ts';

/** A film as other servers of the fediverse read it. */
export function createVideoObject(home: Place, film: Film): Record<string, unknown> {
  const id = `${home.origin}/videos/watch/${film.uuid}`;
  const account = `${home.origin}/accounts/ferrywoman`;
  const channel = `${home.origin}/video-channels/on_the_water`;
  const isLive = film.media === null;
  return {
    '@context': ACTIVITY_CONTEXT,
    to: [PUBLIC],
    cc: [`${account}/followers`],
    type: 'Video',
    id,
    name: film.title,
    duration: `PT${durationOf(film)}S`,
    uuid: film.uuid,
    category: { identifier: '4', name: 'Art' },
    licence: { identifier: '7', name: 'Public Domain Dedication' },
    language: { identifier: 'en', name: 'English' },
    views: home.counters.views,
    sensitive: false,
    waitTranscoding: true,
    state: createState(home, film).id,
    commentsEnabled: true,
    canReply: null,
    commentsPolicy: 1,
    downloadEnabled: true,
    published: film.publishedAt,
    originallyPublishedAt: null,
    updated: film.publishedAt,
    tag: film.tags.map((name) => ({ type: 'Hashtag', name })),
    mediaType: 'text/markdown',
    content: film.description,
    support: null,
    subtitleLanguage: film.captions.map((caption) => createSubtitle(home, film, caption)),
    icon: [createIcon(home, film, 'thumbnails'), createIcon(home, film, 'previews')],
    ...(film.hasStoryboard ? { preview: [createStoryboard(home, film)] } : {}),
    aspectRatio: 1.7778,
    url: createUrls(home, film),
    likes: `${id}/likes`,
    dislikes: `${id}/dislikes`,
    shares: `${id}/announces`,
    comments: `${id}/comments`,
    hasParts: `${id}/chapters`,
    attributedTo: isSince(home, '7.2')
      ? [account, channel]
      : [
          { type: 'Person', id: account },
          { type: 'Group', id: channel },
        ],
    isLiveBroadcast: isLive,
    liveSaveReplay: isLive ? false : null,
    permanentLive: isLive ? film.isPermanentLive : null,
    latencyMode: isLive ? 1 : null,
  };
}

export function createChaptersObject(home: Place, film: Film): Record<string, unknown> {
  const hasPart = film.chapters.map(({ seconds, title }, index) => ({
    name: title,
    startOffset: seconds,
    endOffset: film.chapters[index + 1]?.seconds ?? durationOf(film),
  }));
  const id = `${home.origin}/videos/watch/${film.uuid}/chapters`;
  return { '@context': ACTIVITY_CONTEXT, id, hasPart };
}

function createSubtitle(home: Place, film: Film, caption: Film['captions'][number]): Record<string, unknown> {
  const href = `${home.origin}/lazy-static/video-captions/${film.uuid}-${caption.language}.vtt`;
  const url = isSince(home, '8.2') ? [{ type: 'Link', mediaType: 'text/vtt', href }] : href;
  return { identifier: caption.language, name: caption.label, automaticallyGenerated: false, url };
}

function createIcon(home: Place, film: Film, kind: 'thumbnails' | 'previews'): Record<string, unknown> {
  const size = kind === 'thumbnails' ? { width: 280, height: 158 } : { width: 850, height: 478 };
  return {
    type: 'Image',
    url: `${home.origin}/lazy-static/${kind}/${film.uuid}.jpg`,
    mediaType: 'image/jpeg',
    ...size,
  };
}

function createStoryboard(home: Place, film: Film): Record<string, unknown> {
  const sheet = {
    mediaType: 'image/jpeg',
    href: `${home.origin}/lazy-static/storyboards/${film.uuid}.jpg`,
    width: 1920,
    height: 648,
    tileWidth: 192,
    tileHeight: 108,
    tileDuration: 'PT1S',
  };
  return { type: 'Image', rel: ['storyboard'], url: [sheet] };
}

function createUrls(home: Place, film: Film): unknown[] {
  const page = { type: 'Link', mediaType: 'text/html', href: `${home.origin}/videos/watch/${film.uuid}` };
  const trackers = [
    { type: 'Link', name: 'tracker-http', rel: ['tracker', 'http'], href: `${home.origin}/tracker/announce` },
    {
      type: 'Link',
      name: 'tracker-websocket',
      rel: ['tracker', 'websocket'],
      href: `${home.origin.replace(/^http/, 'ws')}/tracker/socket`,
    },
  ];
  return [page, ...(isStreaming(home, film) ? [createStream(home, film)] : []), ...trackers];
}

function createStream(home: Place, film: Film): Record<string, unknown> {
  const folder = mediaUrl(home, film);
  const hashes = `${folder}/${film.media?.hashes ?? 'segments-sha256.json'}`;
  const files = [...(film.media?.files ?? [])].reverse();
  return {
    type: 'Link',
    mediaType: 'application/x-mpegURL',
    href: masterUrl(home, film),
    tag: [
      ...infoHashesOf(home, film).map((name) => ({ type: 'Infohash', name })),
      { type: 'Link', name: 'sha256', mediaType: 'application/json', href: hashes },
      ...files.map((file) => createFileLink(folder, file)),
    ],
  };
}

function createFileLink(folder: string, file: MediaFile): Record<string, unknown> {
  const property = (name: string, value: string) => ({ type: 'PropertyValue', name, value });
  return {
    type: 'Link',
    mediaType: 'video/mp4',
    href: `${folder}/${file.file}`,
    height: file.height,
    width: file.width,
    size: file.sizeBytes,
    fps: file.fps,
    attachment: [
      ...(file.hasAudio ? [property('ffprobe_codec_type', 'audio')] : []),
      ...(file.hasVideo ? [property('ffprobe_codec_type', 'video')] : []),
      property('peertube_format_flag', 'fragmented'),
    ],
  };
}
