import type { SkinContext } from '../context.ts';
import { canGoFullscreen } from '../fullscreen.ts';
import { createButton, setFace } from './button.ts';

/** Hidden where the page gives no full screen, as most sandboxes do. */
export function createFullscreenButton({ words, player, actions, signal, frame }: SkinContext): HTMLElement {
  const button = createButton({
    name: words.fullscreen,
    icon: 'fullscreen',
    key: 'f',
    part: 'fullscreen',
    onPress: () => actions.toggleFullscreen(),
  });
  button.hidden = !canGoFullscreen(player.media);
  const update = () => {
    const isFull = actions.isFullscreen();
    frame.classList.toggle('is-full', isFull);
    setFace(button, isFull ? words.exitFullscreen : words.fullscreen, isFull ? 'window' : 'fullscreen', 'f');
  };
  document.addEventListener('fullscreenchange', update, { signal });
  return button;
}
