import type { SkinContext } from '../context.ts';
import { canPip } from '../pip.ts';
import { createButton } from './button.ts';

/** Hidden where the browser or the page's policy has no picture in picture. */
export function createPipButton({ words, player, actions, signal }: SkinContext): HTMLElement {
  const { media } = player;
  const button = createButton({
    name: words.pip,
    icon: 'pip',
    key: 'i',
    part: 'pip',
    onPress: () => actions.togglePip(),
  });
  button.hidden = !canPip(media);
  const update = () => button.setAttribute('aria-pressed', String(document.pictureInPictureElement === media));
  media.addEventListener('enterpictureinpicture', update, { signal });
  media.addEventListener('leavepictureinpicture', update, { signal });
  update();
  return button;
}
