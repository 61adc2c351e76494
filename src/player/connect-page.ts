import type { CoreContext } from './core-context.ts';
import { connectMediaSession } from './media-session.ts';
import type { Player } from './player.ts';
import { createWakeLock } from './wake-lock.ts';

/**
 * What a player has to do with its page and its device: the connection, the screen's lock, the media keys.
 * @param onOnline the connection is back.
 * @returns ends it.
 */
export function connectPage(player: Player, context: CoreContext, onOnline: () => void): () => void {
  const { log } = context.ports;
  const lifetime = new AbortController();
  const { signal } = lifetime;
  const readConnection = () => {
    const { isOffline } = context.environment();
    context.store.update({ isOffline });
    if (!isOffline) onOnline();
  };
  window.addEventListener('online', readConnection, { signal });
  window.addEventListener('offline', readConnection, { signal });
  const wakeLock = createWakeLock(log);
  player.on('stateChanged', ({ state }) => wakeLock.setWanted(state.phase === 'playing'), { signal });
  const disconnectMediaSession = connectMediaSession(player, log);
  return () => {
    lifetime.abort();
    wakeLock.destroy();
    disconnectMediaSession();
  };
}
