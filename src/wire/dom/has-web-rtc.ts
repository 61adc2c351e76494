/** Browsers without it, and those in which it was switched off. */
export function hasWebRtc(): boolean {
  return typeof globalThis.RTCPeerConnection === 'function';
}
