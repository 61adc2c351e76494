import type { SkinContext } from '../context.ts';
import { canGoFullscreen, isFullscreen, toggleFullscreen } from '../fullscreen.ts';
import { createButton, setFace } from './button.ts';

/** Hidden where the page gives no full screen, as most sandboxes do. */
export function createFullscreenButton({ words, host, player, signal, frame }: SkinContext): HTMLElement {
  const button = createButton({
    name: words.fullscreen,
    icon: 'fullscreen',
    key: 'f',
    part: 'fullscreen',
    onPress: () => void toggleFullscreen(host, player.media),
  });
  button.hidden = !canGoFullscreen(host, player.media);
  const update = () => {
    const isFull = isFullscreen(host);
    frame.classList.toggle('is-full', isFull);
    setFace(button, isFull ? words.exitFullscreen : words.fullscreen, isFull ? 'window' : 'fullscreen', 'f');
  };
  document.addEventListener('fullscreenchange', update, { signal });
  document.addEventListener('webkitfullscreenchange', update, { signal });
  return button;
}
