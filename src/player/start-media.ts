import type { Log } from '../base/log.ts';

/** `muted`: it plays, without the sound that the browser refused. */
export type MediaStart = 'started' | 'muted' | 'refused' | 'interrupted';

/**
 * Plays the element, without sound where the browser allows sound only after a gesture.
 * Never rejects: an element that was paused, emptied or replaced meanwhile is `interrupted`.
 */
export async function startMedia(element: HTMLMediaElement, log: Log): Promise<MediaStart> {
  const first = await tryPlay(element, log);
  if (first !== 'refused' || element.muted) return first;
  element.muted = true;
  const second = await tryPlay(element, log);
  if (second === 'started') return 'muted';
  element.muted = false;
  return second;
}

async function tryPlay(element: HTMLMediaElement, log: Log): Promise<'started' | 'refused' | 'interrupted'> {
  try {
    await element.play();
    return 'started';
  } catch (error) {
    log.note('debug', 'The element did not play.', { error });
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'interrupted';
  }
}
