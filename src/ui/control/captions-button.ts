import type { SkinContext } from '../context.ts';
import { createButton } from './button.ts';

/** Captions on and off; there only where the film has some. */
export function createCaptionsButton({ words, actions, watch }: SkinContext): HTMLElement {
  const button = createButton({
    name: words.captions,
    icon: 'captions',
    key: 'c',
    part: 'captions',
    onPress: () => actions.toggleCaptions(),
  });
  watch(
    ({ captions, activeCaptionId }) => [captions.length > 0, activeCaptionId !== null],
    ([isThere, isOn]) => {
      button.hidden = !isThere;
      button.setAttribute('aria-pressed', String(isOn));
    },
  );
  return button;
}
