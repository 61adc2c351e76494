import { PlayerError } from '../../src/base/errors.ts';
import type { VideoPlaylist } from '../../src/media/video-playlist.ts';
import type { PlayerState } from '../../src/player/state.ts';
import type { SupplyStats } from '../../src/swarm/supply.ts';
import { createFullVideo } from './fake-player.ts';

/** A state that a viewer can meet, and what is opened in it: the list that accessibility and screenshots go through. */
export type SkinScene = {
  readonly name: string;
  readonly state: Partial<PlayerState>;
  /** Selectors within the shadow root that are pressed one after the other. */
  readonly press?: readonly string[];
  /** A panel that is opened by its key. */
  readonly key?: string;
  /** Whether the context menu is asked for first; then `press` chooses from it. */
  readonly hasContextMenu?: boolean;
};

/** A landscape with a river, as an SVG: tests need no server for it. */
export const POSTER_URL = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720" preserveAspectRatio="xMidYMid slice"><defs><linearGradient id="s" x2="0" y2="1">' +
    '<stop stop-color="#f6c98f"/><stop offset=".5" stop-color="#e59a86"/><stop offset="1" stop-color="#6b7fa8"/></linearGradient>' +
    '<linearGradient id="w" x2="0" y2="1"><stop stop-color="#f2c79a"/><stop offset="1" stop-color="#24567a"/></linearGradient></defs>' +
    '<path fill="url(#s)" d="M0 0h1280v420H0z"/><circle cx="860" cy="250" r="64" fill="#fff1d6"/>' +
    '<path fill="#5b6f97" d="M0 400 220 250 420 360 640 230 900 380 1100 270 1280 370V460H0z"/>' +
    '<path fill="#2f4c5f" d="M0 420Q300 360 600 420T1280 400V720H0z"/>' +
    '<path fill="url(#w)" d="M640 415q-40 60 90 110t-20 195H190q280-90 260-160T600 415z"/></svg>',
)}`;

const SUPPLY: SupplyStats = {
  httpBytes: 21_400_000,
  peerBytes: 84_300_000,
  uploadedBytes: 61_900_000,
  wastedBytes: 300_000,
  storedBytes: 60_000_000,
  isSharing: true,
  isVerified: true,
  peers: [1, 2, 3, 4, 5].map((n) => ({
    id: `peer-${n}`,
    streamKey: 'main-0',
    receivedBytes: n * 6_000_000,
    sentBytes: n * 3_400_000,
    heldSegments: 12,
    isBusy: n % 2 === 0,
  })),
  trackers: [{ url: 'wss://tube.example/tracker/socket', state: 'connected', viewerCount: 6 }],
};

const CHAPTERS = [
  { startSeconds: 0, title: 'The spring' },
  { startSeconds: 64, title: 'Rapids and stones' },
  { startSeconds: 131, title: 'The long plain' },
  { startSeconds: 220, title: 'Salt in the air' },
];

export const PLAYING: Partial<PlayerState> = {
  phase: 'playing',
  isPaused: false,
  video: createFullVideo({ posterUrl: POSTER_URL }),
  positionSeconds: 118.4,
  durationSeconds: 296,
  seekable: { startSeconds: 0, endSeconds: 296 },
  buffered: [
    { startSeconds: 0, endSeconds: 171 },
    { startSeconds: 240, endSeconds: 260 },
  ],
  volume: 0.8,
  qualities: [1080, 720, 480].map((heightPx, i) => ({
    id: `main-${i}`,
    heightPx,
    widthPx: Math.round((heightPx * 16) / 9),
    frameRate: 30,
    bitrateBitsPerSecond: heightPx * 3000,
    label: `${heightPx}p`,
    isAudioOnly: false,
  })),
  activeQualityId: 'main-1',
  captions: [
    { id: 'en', language: 'en', label: 'English', isAutomatic: false },
    { id: 'fr', language: 'fr', label: 'Français', isAutomatic: true },
  ],
  activeCaptionId: 'en',
  audioTracks: [
    { id: 'secondary-0', label: 'English', language: 'en' },
    { id: 'secondary-1', label: 'Français', language: 'fr' },
  ],
  activeAudioTrackId: 'secondary-0',
  chapters: CHAPTERS,
  sharing: { kind: 'on' },
  supply: SUPPLY,
  upload: { visitBytes: 61_900_000, monthBytes: 1_240_000_000, monthLimitBytes: 5_000_000_000 },
};

const summary = (n: number, title: string) => ({
  position: n,
  startSeconds: null,
  stopSeconds: null,
  video: {
    id: `film-${n}`,
    input: `https://tube.example/w/${n}`,
    title,
    durationSeconds: 60 * n + 7,
    thumbnailUrl: POSTER_URL,
    channel: null,
    sensitive: null,
  },
});

const PLAYLIST: VideoPlaylist = {
  id: 'list',
  title: 'Rivers of the north',
  description: null,
  pageUrl: null,
  embedUrl: null,
  instance: null,
  owner: { name: 'Slow water', handle: null, url: null, avatarUrl: null },
  posterUrl: null,
  entries: [
    summary(1, 'How a river finds the sea'),
    summary(2, 'Ice that sings in March, recorded from below and from above'),
    { position: 3, startSeconds: null, stopSeconds: null, video: null },
    summary(4, 'Ferries'),
  ],
};

const LIVE: Partial<PlayerState> = {
  ...PLAYING,
  isLive: true,
  isAtLiveEdge: true,
  chapters: [],
  durationSeconds: 120,
  positionSeconds: 116,
  seekable: { startSeconds: 0, endSeconds: 120 },
};

const withPlaylist = { playlist: { playlist: PLAYLIST, activeIndex: 0, isLooping: false } };
const sensitive = { flags: ['violent'] as const, summary: 'Archive pictures of a flood.', policy: 'blur' as const };
const live = {
  state: 'waiting',
  isPermanent: false,
  latency: 'default',
  dvrSeconds: null,
  startsAt: ['2031-05-04T18:30:00Z'],
} as const;

export const SCENES: readonly SkinScene[] = [
  {
    name: 'poster',
    state: { ...PLAYING, phase: 'ready', isPaused: true, positionSeconds: 0, supply: null, buffered: [] },
  },
  { name: 'resolving', state: { phase: 'resolving' } },
  { name: 'playing', state: PLAYING },
  { name: 'paused', state: { ...PLAYING, phase: 'paused', isPaused: true } },
  { name: 'buffering', state: { ...PLAYING, phase: 'buffering' } },
  { name: 'captions-off', state: { ...PLAYING, activeCaptionId: null } },
  { name: 'settings', state: PLAYING, press: ['.button.settings'] },
  { name: 'quality', state: PLAYING, press: ['.button.settings', '.row:nth-child(1)'] },
  { name: 'speed', state: PLAYING, press: ['.button.settings', '.row:nth-child(2)'] },
  { name: 'captions', state: PLAYING, press: ['.button.settings', '.row:nth-child(3)'] },
  { name: 'audio', state: PLAYING, press: ['.button.settings', '.row:nth-child(4)'] },
  { name: 'sharing', state: PLAYING, press: ['.button.sharing'] },
  {
    name: 'sharing-off',
    state: { ...PLAYING, sharing: { kind: 'off', reason: 'viewer-choice' } },
    press: ['.button.sharing'],
  },
  { name: 'swarm', state: PLAYING, press: ['.button.sharing', '.dialog-body>.text-button'] },
  { name: 'asking', state: { ...PLAYING, sharing: { kind: 'asking' }, supply: null } },
  { name: 'help', state: PLAYING, key: '?' },
  { name: 'context-menu', state: PLAYING, hasContextMenu: true },
  { name: 'stats', state: PLAYING, hasContextMenu: true, press: ['.context-menu .row:nth-last-child(2)'] },
  { name: 'share', state: { ...PLAYING, phase: 'paused', isPaused: true }, press: ['.button.share'] },
  { name: 'appearance', state: PLAYING, press: ['.button.settings', '.row:nth-child(3)', '.row:last-child'] },
  { name: 'playlist', state: { ...PLAYING, ...withPlaylist }, press: ['.button.playlist'] },
  { name: 'ended', state: { ...PLAYING, phase: 'ended', isPaused: true, positionSeconds: 296 } },
  { name: 'up-next', state: { ...PLAYING, ...withPlaylist, phase: 'ended', isPaused: true, positionSeconds: 296 } },
  {
    name: 'error',
    state: { ...PLAYING, phase: 'failed', error: new PlayerError('playlist-unreachable', 'No answer.') },
  },
  { name: 'password', state: { phase: 'needs-password', isPasswordWrong: true } },
  {
    name: 'sensitive',
    state: { ...PLAYING, phase: 'needs-consent', video: createFullVideo({ posterUrl: POSTER_URL, sensitive }) },
  },
  { name: 'live', state: LIVE },
  { name: 'live-behind', state: { ...LIVE, isAtLiveEdge: false, positionSeconds: 40 } },
  {
    name: 'live-waiting',
    state: { phase: 'waiting-for-live', video: createFullVideo({ posterUrl: POSTER_URL, live }) },
  },
  { name: 'live-ended', state: { phase: 'live-ended', video: createFullVideo({ posterUrl: POSTER_URL }) } },
  {
    name: 'notices',
    state: { ...PLAYING, isOffline: true, isMuted: true, isMutedByBrowser: true, resumedAtSeconds: 95 },
  },
];
