import type { PlaybackErrorCode } from './engine.ts';

/** What broke down. `manifest-*`: before anything could be played. */
export type Breakdown =
  | 'manifest-unreachable'
  | 'manifest-invalid'
  | 'codecs-unsupported'
  | 'network'
  | 'media'
  | 'other';

export type RecoveryStep =
  | { readonly kind: 'reload'; readonly delayMs: number }
  | { readonly kind: 'recover-decoder' }
  | { readonly kind: 'swap-audio-codec' }
  | { readonly kind: 'give-up'; readonly code: PlaybackErrorCode };

/** What was tried since playback last went well. */
export type RecoveryHistory = { readonly reloads: number; readonly decoderRecoveries: number };

export const UNTRIED: RecoveryHistory = { reloads: 0, decoderRecoveries: 0 };

export type RecoveryConfig = {
  /** Tries to load on after a network failure, each after twice the pause. */
  readonly filmReloads: number;
  /** A live comes back: its encoder restarts, its server fails over. */
  readonly liveReloads: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
};

/** hls.js has tried several times by itself before any of these. */
export const DEFAULT_RECOVERY_CONFIG: RecoveryConfig = {
  filmReloads: 5,
  liveReloads: 20,
  firstDelayMs: 500,
  maxDelayMs: 8000,
};

/** The next thing to try after a breakdown, and when there is nothing left, why. */
export function planRecovery(
  breakdown: Breakdown,
  situation: { readonly history: RecoveryHistory; readonly isLive: boolean },
  config: RecoveryConfig = DEFAULT_RECOVERY_CONFIG,
): RecoveryStep {
  const { history, isLive } = situation;
  switch (breakdown) {
    case 'manifest-unreachable':
      return { kind: 'give-up', code: 'playlist-unreachable' };
    case 'manifest-invalid':
      return { kind: 'give-up', code: 'playlist-invalid' };
    case 'codecs-unsupported':
      return { kind: 'give-up', code: 'unsupported-media' };
    case 'network': {
      const limit = isLive ? config.liveReloads : config.filmReloads;
      if (history.reloads >= limit) return { kind: 'give-up', code: 'media-unreachable' };
      return { kind: 'reload', delayMs: Math.min(config.firstDelayMs * 2 ** history.reloads, config.maxDelayMs) };
    }
    case 'media':
    case 'other':
      if (history.decoderRecoveries === 0) return { kind: 'recover-decoder' };
      if (history.decoderRecoveries === 1) return { kind: 'swap-audio-codec' };
      return { kind: 'give-up', code: 'media-undecodable' };
  }
}
