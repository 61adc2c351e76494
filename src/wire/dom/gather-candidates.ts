import type { Clock } from '../../base/clock.ts';
import { SECOND_MS } from '../../base/units.ts';

/**
 * A second server adds little once one has told us our address, and a dead one would hold everything up: Chromium
 * retries for ten seconds.
 */
const AFTER_SERVER_CANDIDATE_MS = 400;

/** No STUN server answered: the local addresses have to do. */
const WITHOUT_SERVER_MS = 1500;

/** Relays are asked for an address in two or three round trips. */
const RELAY_TIMEOUT_MS = 5 * SECOND_MS;

/** Resolves when a description has the candidates that are worth waiting for. Call it before gathering begins. */
export function gatherCandidates(peer: RTCPeerConnection, clock: Clock, isRelayOnly: boolean): Promise<void> {
  const abort = new AbortController();
  const { signal } = abort;
  return new Promise<void>((resolve) => {
    let cancel = clock.schedule(isRelayOnly ? RELAY_TIMEOUT_MS : WITHOUT_SERVER_MS, finish);
    let hasServerCandidate = false;
    function finish() {
      cancel();
      abort.abort();
      resolve();
    }
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) => {
      if (candidate === null) finish();
      else if (!hasServerCandidate && candidate.type !== 'host') {
        hasServerCandidate = true;
        cancel();
        cancel = clock.schedule(AFTER_SERVER_CANDIDATE_MS, finish);
      }
    };
    const onState = () => {
      if (peer.iceGatheringState === 'complete' || peer.signalingState === 'closed') finish();
    };
    peer.addEventListener('icecandidate', onCandidate, { signal });
    peer.addEventListener('icegatheringstatechange', onState, { signal });
    peer.addEventListener('signalingstatechange', onState, { signal });
  });
}
