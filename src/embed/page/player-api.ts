import type { Quality } from '../../playback/engine.ts';
import type { Player } from '../../player/player.ts';
import type { PlayerState } from '../../player/state.ts';
import type { Channel } from '../channel.ts';
import type { SharingReport } from '../sharing-report.ts';

/** The cadence of PeerTube's own embed. */
const STATUS_INTERVAL_MS = 500;
const SHARING_INTERVAL_MS = 1000;
const AUTO_ID = -1;
const AUDIO_ONLY_ID = -2;
const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

type PlaybackState = 'unstarted' | 'playing' | 'paused' | 'ended';

export type PlayerApi = {
  /** The player is there; answers and events begin. */
  attach(player: Player): void;
  destroy(): void;
};

/**
 * Answers PeerTube's embed API for a player that may come later: calls before `attach` are remembered where that makes
 * sense (a password, play) and answered with what is true of a film that has not begun.
 */
export function bindPlayerApi(channel: Channel, onWanted: () => void): PlayerApi {
  let player: Player | null = null;
  let isReadySent = false;
  let password: string | null = null;
  let wantsPlay = false;
  const abort = new AbortController();
  const state = (): PlayerState | null => player?.state ?? null;

  const notifyReady = () => {
    if (isReadySent || !isFilmKnown(state())) return;
    isReadySent = true;
    channel.notify('ready', true);
  };

  const METHODS: Readonly<Record<string, (params: unknown) => unknown>> = {
    isReady: () => isReadySent,
    play: () => {
      wantsPlay = true;
      onWanted();
      void player?.play();
    },
    pause: () => {
      wantsPlay = false;
      player?.pause();
    },
    isPlaying: () => state()?.phase === 'playing',
    seek: (seconds) => whenNumber(seconds, (value) => player?.seek(value)),
    getCurrentTime: () => state()?.positionSeconds ?? 0,
    setVolume: (volume) => whenNumber(volume, (value) => player?.setVolume(value)),
    getVolume: () => state()?.volume ?? 1,
    setResolution: (id) => whenNumber(id, (value) => setResolution(player, value)),
    getResolutions: () => describeResolutions(state()),
    setPlaybackRate: (rate) => whenNumber(rate, (value) => player?.setRate(value)),
    getPlaybackRate: () => state()?.rate ?? 1,
    getPlaybackRates: () => RATES,
    setCaption: (id) => setCaption(player, id),
    getCaptions: () => describeCaptions(state()),
    playNextVideo: () => player?.playNext(),
    playPreviousVideo: () => player?.playPrevious(),
    getCurrentPosition: () => currentPosition(state()),
    setVideoPassword: (value) => {
      if (typeof value !== 'string') return;
      password = value;
      player?.submitPassword(value);
    },
    getImageDataUrl: () => takePicture(player?.media ?? null),
    getSharing: () => describeSharing(state()),
    setSharing: (isOn) => setSharing(player, isOn),
    subscribeSharing: () => startSharingReports(),
  };
  for (const [name, handler] of Object.entries(METHODS)) {
    // What a handler returns must be plain data: undefined leaves the answer without a result.
    channel.bind(name, handler);
  }

  let stopSharingReports: (() => void) | null = null;
  const startSharingReports = () => {
    if (stopSharingReports !== null) return;
    const timer = setInterval(() => channel.notify('sharingUpdate', describeSharing(state())), SHARING_INTERVAL_MS);
    stopSharingReports = () => clearInterval(timer);
  };

  const statusTimer = setInterval(() => {
    const now = state();
    if (now === null || !isReadySent) return;
    channel.notify('playbackStatusUpdate', {
      position: now.positionSeconds,
      volume: now.volume,
      duration: now.durationSeconds ?? 0,
      playbackState: playbackState(now),
    });
  }, STATUS_INTERVAL_MS);

  return {
    attach(newPlayer) {
      player = newPlayer;
      player.on('stateChanged', ({ state: now, previous }) => emitChanges(channel, now, previous), {
        signal: abort.signal,
      });
      player.on(
        'stateChanged',
        () => {
          if (password !== null && state()?.phase === 'needs-password' && state()?.isPasswordWrong === false) {
            const given = password;
            password = null;
            player?.submitPassword(given);
          }
          notifyReady();
        },
        { signal: abort.signal },
      );
      notifyReady();
      if (wantsPlay) void player.play();
    },
    destroy() {
      abort.abort();
      clearInterval(statusTimer);
      stopSharingReports?.();
      channel.destroy();
    },
  };
}

function isFilmKnown(state: PlayerState | null): boolean {
  return (
    state !== null && state.video !== null && !['idle', 'resolving', 'needs-password', 'failed'].includes(state.phase)
  );
}

function emitChanges(channel: Channel, now: PlayerState, before: PlayerState): void {
  const status = playbackState(now);
  if (status !== playbackState(before) && status !== 'unstarted') channel.notify('playbackStatusChange', status);
  if (now.volume !== before.volume || now.isMuted !== before.isMuted) {
    channel.notify('volumeChange', now.isMuted ? 0 : now.volume);
  }
  const hasNewResolution =
    now.qualities !== before.qualities ||
    now.activeQualityId !== before.activeQualityId ||
    now.chosenQualityId !== before.chosenQualityId;
  if (hasNewResolution) channel.notify('resolutionUpdate', describeResolutions(now));
}

function playbackState(state: PlayerState): PlaybackState {
  switch (state.phase) {
    case 'playing':
    case 'buffering':
      return 'playing';
    case 'paused':
      return 'paused';
    case 'ended':
    case 'live-ended':
      return 'ended';
    default:
      return 'unstarted';
  }
}

function isFile(state: PlayerState): boolean {
  return state.video?.media[0]?.kind === 'file';
}

/** HLS counts its levels and knows -1 and -2; web videos are named by their height. */
function resolutionId(state: PlayerState, quality: Quality, index: number): number {
  if (quality.isAudioOnly) return AUDIO_ONLY_ID;
  return isFile(state) ? (quality.heightPx ?? index) : index;
}

function describeResolutions(state: PlayerState | null): unknown[] {
  if (state === null || state.qualities.length === 0) return [];
  const isAuto = state.chosenQualityId === 'auto';
  const levels = state.qualities.map((quality, index) => ({
    id: resolutionId(state, quality, index),
    label: quality.label,
    active: !isAuto && quality.id === state.activeQualityId,
    height: quality.heightPx ?? 0,
    ...(quality.widthPx === null ? {} : { width: quality.widthPx }),
  }));
  return isFile(state) ? levels : [{ id: AUTO_ID, label: 'Auto', active: isAuto, height: 0 }, ...levels];
}

function setResolution(player: Player | null, id: number): void {
  if (player === null) return;
  const { state } = player;
  if (id === AUTO_ID && !isFile(state)) player.setQuality('auto');
  else if (id === AUDIO_ONLY_ID) player.setQuality('audio-only');
  else {
    const wanted = state.qualities.find((quality, index) => resolutionId(state, quality, index) === id);
    if (wanted !== undefined) player.setQuality(wanted.id);
  }
}

function setCaption(player: Player | null, id: unknown): void {
  const found = player?.state.captions.find((caption) => caption.language === id || caption.id === id);
  player?.setCaption(found?.id ?? null);
}

function describeCaptions(state: PlayerState | null): unknown[] {
  return (state?.captions ?? []).map((caption) => ({
    id: caption.language,
    label: caption.label,
    src: state?.video?.captions.find((file) => file.language === caption.language)?.url ?? '',
    mode: caption.id === state?.activeCaptionId ? 'showing' : 'disabled',
  }));
}

function currentPosition(state: PlayerState | null): number {
  const list = state?.playlist ?? null;
  return list === null ? -1 : (list.playlist.entries[list.activeIndex]?.position ?? list.activeIndex + 1);
}

/** A viewer's own stop is the viewer's to take back: a page may ask for less, and for more only where nobody refused. */
function setSharing(player: Player | null, isOn: unknown): void {
  if (player === null || typeof isOn !== 'boolean') return;
  const { sharing } = player.state;
  if (isOn && sharing.kind === 'off' && sharing.reason === 'viewer-choice') return;
  player.setSharing(isOn);
}

function describeSharing(state: PlayerState | null): SharingReport {
  const sharing = state?.sharing ?? { kind: 'undecided' as const };
  const supply = state?.supply ?? null;
  return {
    state: sharing.kind,
    reason: sharing.kind === 'off' ? sharing.reason : null,
    peerCount: new Set(supply?.peers.map((peer) => peer.id)).size,
    fromServersBytes: supply?.httpBytes ?? 0,
    fromPeersBytes: supply?.peerBytes ?? 0,
    toPeersBytes: supply?.uploadedBytes ?? 0,
    isVerified: supply?.isVerified ?? null,
  };
}

function whenNumber(value: unknown, use: (value: number) => void): void {
  if (typeof value === 'number' && Number.isFinite(value)) use(value);
}

/** Throws the browser's own `SecurityError` where the film may not be read back; the host learns its name. */
function takePicture(media: HTMLVideoElement | null): string {
  const canvas = document.createElement('canvas');
  canvas.width = media?.videoWidth ?? 0;
  canvas.height = media?.videoHeight ?? 0;
  if (media !== null) canvas.getContext('2d')?.drawImage(media, 0, 0);
  return canvas.toDataURL('image/jpeg');
}
