import type { Video } from '../media/video.ts';
import type { SharingPolicy } from './options.ts';
import type { SharingState } from './state.ts';

export type SharingFacts = {
  readonly policy: SharingPolicy;
  readonly video: Pick<Video, 'sharing' | 'access'>;
  /** The viewer's own answer, on this visit or an earlier one; null if there was none. */
  readonly viewerChoice: boolean | null;
  readonly hasWebRtc: boolean;
  /** The viewer's browser asks for little traffic (`Save-Data`). */
  readonly isSavingData: boolean;
  /** The viewer pays by the byte, as far as the browser says. */
  readonly isMetered: boolean;
  /** Nobody has watched for a while: it is paused, or out of sight. */
  readonly isIdle: boolean;
  /** The engine at work has a supply of segments; native playback and files have none. */
  readonly isNativePlayback: boolean;
  readonly monthUploadedBytes: number;
  readonly monthLimitBytes: number | null;
  /** Viewers of the film as the tracker counts them; null if it was not asked. */
  readonly viewerCount: number | null;
  readonly minimumViewers: number;
};

/**
 * May this viewer share this film now? In this order: what is impossible, what the film's server forbids, what the
 * viewer said, what the page asks for, and with `auto` what would be bad manners.
 */
export function decideSharing(facts: SharingFacts): SharingState {
  const { video, policy } = facts;
  if (video.sharing.kind === 'none') return { kind: 'off', reason: video.sharing.reason };
  if (facts.isNativePlayback) return { kind: 'off', reason: 'native-playback' };
  if (!facts.hasWebRtc) return { kind: 'off', reason: 'no-webrtc' };
  if (facts.viewerChoice === false) return { kind: 'off', reason: 'viewer-choice' };
  if (facts.monthLimitBytes !== null && facts.monthUploadedBytes >= facts.monthLimitBytes) {
    return { kind: 'off', reason: 'upload-limit' };
  }
  if (policy === 'off' && facts.viewerChoice !== true) return { kind: 'off', reason: 'page-choice' };
  // Whoever pays by the byte gives while he watches, whatever he and the page have chosen, and no longer.
  if (facts.isMetered && facts.isIdle) return { kind: 'off', reason: 'metered' };
  if (isTooFew(facts)) return { kind: 'off', reason: 'few-viewers' };
  if (facts.viewerChoice === true || policy === 'on') return { kind: 'on' };
  return policy === 'ask' ? { kind: 'asking' } : decideAlone(facts);
}

function isTooFew(facts: SharingFacts): boolean {
  return facts.viewerCount !== null && facts.viewerCount < facts.minimumViewers;
}

/** `auto`, and nobody said anything. */
function decideAlone(facts: SharingFacts): SharingState {
  const { sharing, access } = facts.video;
  if (access !== null) {
    return { kind: 'off', reason: access.kind === 'password' ? 'password-film' : 'private-film' };
  }
  if (facts.isSavingData) return { kind: 'off', reason: 'save-data' };
  if (facts.isMetered) return { kind: 'off', reason: 'metered' };
  if (sharing.kind !== 'none' && !sharing.isOnByDefault) return { kind: 'off', reason: 'instance-off' };
  return { kind: 'on' };
}
