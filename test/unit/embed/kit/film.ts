import { createPlainVideo, type Video } from '../../../../src/media/video.ts';

export const PLAYER_HOST = 'https://player.example/';

/** A film as `resolveVideo` finds it, with everything that a link preview could trip over. */
export const FILM: Video = {
  ...createPlainVideo({
    url: 'https://tube.example/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d',
    media: {
      kind: 'hls',
      url: 'https://tube.example/static/streaming-playlists/hls/x/master.m3u8',
      hashesUrl: null,
      mirrorUrls: [],
    },
  }),
  title: 'Rivers & <b>"lakes"</b> of l’eau </script>',
  description: 'Water\n\n  and   light '.repeat(40),
  pageUrl: 'https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv',
  instance: { origin: 'https://tube.example', name: 'Tube', software: 'peertube', version: '8.2.0' },
  channel: { name: 'Waters', handle: '@waters@tube.example', url: 'https://tube.example/c/waters', avatarUrl: null },
  publishedAt: '2026-01-02T03:04:05.000Z',
  durationSeconds: 61,
  aspectRatio: 16 / 9,
  posterUrl: 'https://tube.example/lazy-static/previews/p.jpg',
  media: [
    {
      kind: 'hls',
      url: 'https://tube.example/static/streaming-playlists/hls/x/master.m3u8',
      hashesUrl: null,
      mirrorUrls: [],
    },
    ...[1080, 480].map((heightPx) => ({
      kind: 'file' as const,
      url: `https://tube.example/static/web-videos/x-${heightPx}.mp4`,
      mimeType: 'video/mp4',
      label: `${heightPx}p`,
      widthPx: Math.round((heightPx * 16) / 9),
      heightPx,
      frameRate: 30,
      sizeBytes: 1000,
      mirrorUrls: [],
    })),
  ],
};
