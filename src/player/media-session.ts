import type { Log } from '../base/log.ts';
import type { Player } from './player.ts';
import type { PlayerState } from './state.ts';

const SEEK_SECONDS = 10;

type ChapterInformation = { readonly title: string; readonly startTime: number };

const ACTIONS = [
  'play',
  'pause',
  'stop',
  'seekbackward',
  'seekforward',
  'seekto',
  'previoustrack',
  'nexttrack',
] as const;

/** The player that spoke last: a page has one Media Session and may have several players. */
let owner: object | null = null;

/**
 * Tells the system what is played (lock screen, media keys, headphones) and obeys it.
 * A player takes the page's Media Session when it begins to play, and gives it back when it is destroyed.
 */
export function connectMediaSession(player: Player, log: Log): () => void {
  const session = 'mediaSession' in navigator ? navigator.mediaSession : null;
  if (session === null) return () => undefined;
  const self = {};
  const take = () => {
    owner = self;
    for (const action of ACTIONS) setHandler(session, action, (details) => obey(player, details), log);
    describeFilm(session, player.state);
  };
  const off = player.on('stateChanged', ({ state, previous }) => {
    const isActive = state.phase === 'playing' || state.phase === 'buffering';
    if (isActive && owner !== self) take();
    if (owner !== self) return;
    if (state.video !== previous.video) describeFilm(session, state);
    if (state.playlist !== previous.playlist) setTrackHandlers(session, player, log);
    session.playbackState = isActive ? 'playing' : state.video === null ? 'none' : 'paused';
    describePosition(session, state);
  });
  return () => {
    off();
    if (owner !== self) return;
    owner = null;
    for (const action of ACTIONS) setHandler(session, action, null, log);
    session.metadata = null;
    session.playbackState = 'none';
  };
}

function obey(player: Player, details: MediaSessionActionDetails): void {
  const { positionSeconds } = player.state;
  const step = details.seekOffset ?? SEEK_SECONDS;
  if (details.action === 'play') void player.play();
  else if (details.action === 'pause' || details.action === 'stop') player.pause();
  else if (details.action === 'seekbackward') player.seek(positionSeconds - step);
  else if (details.action === 'seekforward') player.seek(positionSeconds + step);
  else if (details.action === 'seekto') player.seek(details.seekTime ?? positionSeconds);
  else if (details.action === 'previoustrack') player.playPrevious();
  else if (details.action === 'nexttrack') player.playNext();
}

/** Buttons that would do nothing are not offered. */
function setTrackHandlers(session: MediaSession, player: Player, log: Log): void {
  const hasTracks = player.state.playlist !== null;
  for (const action of ['previoustrack', 'nexttrack'] as const) {
    setHandler(session, action, hasTracks ? (details) => obey(player, details) : null, log);
  }
}

function setHandler(
  session: MediaSession,
  action: MediaSessionAction,
  handler: MediaSessionActionHandler | null,
  log: Log,
): void {
  try {
    session.setActionHandler(action, handler);
  } catch (error) {
    // Browsers throw for actions that they do not know.
    log.note('debug', 'The media session does not know an action.', { action, error });
  }
}

function describeFilm(session: MediaSession, { video }: PlayerState): void {
  if (video === null) {
    session.metadata = null;
    return;
  }
  const artwork = video.posterUrl === null ? [] : [{ src: video.posterUrl }];
  const chapterInfo: ChapterInformation[] = video.chapters.map((chapter) => ({
    title: chapter.title,
    startTime: chapter.startSeconds,
  }));
  const init: MediaMetadataInit & { chapterInfo: ChapterInformation[] } = {
    title: video.title,
    artist: video.channel?.name ?? video.account?.name ?? '',
    album: video.instance?.name ?? '',
    artwork,
    chapterInfo,
  };
  session.metadata = new MediaMetadata(init);
}

function describePosition(session: MediaSession, state: PlayerState): void {
  const { durationSeconds, positionSeconds, rate } = state;
  if (durationSeconds === null || state.isLive || durationSeconds <= 0 || rate <= 0) return;
  const position = Math.min(Math.max(0, positionSeconds), durationSeconds);
  session.setPositionState({ duration: durationSeconds, position, playbackRate: rate });
}
