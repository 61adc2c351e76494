import { type ErrorContext, PlayerError } from '../base/errors.ts';
import type { PlaybackError, PlaybackErrorCode } from './engine.ts';

const SENTENCES: Readonly<Record<PlaybackErrorCode, string>> = {
  'no-media-source': 'This browser has no Media Source Extensions and cannot play HLS by itself.',
  'unsupported-media': 'This browser cannot decode any of the qualities that the film comes in.',
  'playlist-unreachable': 'The server did not hand out the playlist of this film.',
  'playlist-invalid': 'What the server handed out is not a playlist of a film.',
  'media-unreachable': 'The server does not hand out the film any more; several tries failed.',
  'media-undecodable': 'The browser could not decode the film, also after starting its decoder anew.',
  destroyed: 'The player was taken away.',
};

export function createPlaybackError(
  code: PlaybackErrorCode,
  options: { cause?: unknown; context?: ErrorContext } = {},
): PlaybackError {
  return new PlayerError(code, SENTENCES[code], options);
}
