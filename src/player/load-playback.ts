import { PlayerError } from '../base/errors.ts';

export type { OpenedPlayback } from './open-playback.ts';

/**
 * Fetches what turns a film into pictures, once somebody wants to see it.
 * @throws {PlayerError} `script-unreachable` if the page's own server does not give it.
 */
export async function loadPlayback(): Promise<Pick<typeof import('./open-playback.ts'), 'openPlayback'>> {
  try {
    return await import('./open-playback.ts');
  } catch (cause) {
    throw new PlayerError('script-unreachable', 'A part of the player could not be loaded. Reload the page.', {
      cause,
    });
  }
}
