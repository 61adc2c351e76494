import type { SkinContext } from '../context.ts';
import { createButton } from './button.ts';

/** Hidden where the browser or the page's policy has no picture in picture. */
export function createPipButton({ words, player, signal }: SkinContext): HTMLElement {
  const { media } = player;
  const button = createButton({
    name: words.pip,
    icon: 'pip',
    key: 'i',
    part: 'pip',
    onPress: () => togglePip(media),
  });
  button.hidden = !canPip(media);
  const update = () => button.setAttribute('aria-pressed', String(document.pictureInPictureElement === media));
  media.addEventListener('enterpictureinpicture', update, { signal });
  media.addEventListener('leavepictureinpicture', update, { signal });
  update();
  return button;
}

export function canPip(media: HTMLVideoElement): boolean {
  return document.pictureInPictureEnabled === true && !media.disablePictureInPicture;
}

export function togglePip(media: HTMLVideoElement): void {
  if (!canPip(media)) return;
  const isIn = document.pictureInPictureElement === media;
  const done = isIn ? document.exitPictureInPicture() : media.requestPictureInPicture();
  void (done as Promise<unknown>).catch(() => {
    // No picture yet, or no gesture: the button stays as it was.
  });
}
