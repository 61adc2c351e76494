import { type Channel, createChannel } from '../channel.ts';
import { bindPlayerApi, type PlayerApi } from './player-api.ts';

/** Passwords and captions' names fit many times over. */
const MAX_MESSAGE_LENGTH = 64 * 1024;

/**
 * Opens the embed API towards the page that shows this one, and answers it.
 * @param onWanted called when the page asks to play, whether there is a player yet or not.
 */
export function openApi(scope: string, onWanted: () => void): PlayerApi {
  return bindPlayerApi(openChannel(scope), onWanted);
}

/** Messages of any other window are not read. */
function openChannel(scope: string): Channel {
  const host = window.parent;
  const channel = createChannel({
    scope,
    post: (text) => host.postMessage(text, '*'),
    firstId: Math.floor(Math.random() * 1_000_001),
    maxMessageLength: MAX_MESSAGE_LENGTH,
  });
  window.addEventListener('message', (event) => {
    if (event.source === host && host !== window) channel.receive(event.data);
  });
  // After this turn, as jschannel does it, so that everything is bound when the first answer comes.
  setTimeout(() => channel.start(), 0);
  return channel;
}
