import type { SkinContext } from '../context.ts';
import { createButton, setFace } from './button.ts';

export function createPlayButton({ words, actions, watch }: SkinContext): HTMLElement {
  const button = createButton({
    name: words.play,
    icon: 'play',
    key: 'k',
    part: 'play',
    onPress: () => actions.togglePlay(),
  });
  watch(
    ({ phase, isPaused }) => (phase === 'ended' ? 'replay' : isPaused ? 'play' : 'pause'),
    (face) => setFace(button, words[face], face, 'k'),
  );
  return button;
}
