import type { ErrorContext } from '../../base/errors.ts';
import type { PlaybackErrorCode } from '../engine.ts';

/** Codes of `MediaError` (HTML, 4.8.11.1). */
const ABORTED = 1;
const NETWORK = 2;
const DECODE = 3;

/** Tells why an element that loads by itself stopped, until `signal` aborts. */
export function followMediaErrors(
  element: HTMLMediaElement,
  signal: AbortSignal,
  onFailure: (code: PlaybackErrorCode, context: ErrorContext) => void,
): void {
  const report = () => {
    const { error } = element;
    if (error === null || error.code === ABORTED) return;
    onFailure(codeOf(error.code, element), { url: element.currentSrc, reason: error.message, code: error.code });
  };
  element.addEventListener('error', report, { signal });
}

function codeOf(code: number, element: HTMLMediaElement): PlaybackErrorCode {
  if (code === NETWORK) return 'media-unreachable';
  if (code === DECODE) return 'media-undecodable';
  // "Source not supported" is also what a missing file is called; what was decoded once is not unsupported.
  return element.readyState > 0 ? 'media-unreachable' : 'unsupported-media';
}
