import { isSilent } from '../actions.ts';
import type { SkinContext } from '../context.ts';
import { el, setStyles } from '../dom.ts';
import { createButton, setFace } from './button.ts';

/** Mute, and a slider that opens beside it where there is room. */
export function createVolume({ words, player, actions, format, watch }: SkinContext): HTMLElement {
  const mute = createButton({
    name: words.mute,
    icon: 'volume',
    key: 'm',
    part: 'mute',
    onPress: () => actions.toggleMute(),
  });
  const slider = el('input', {
    type: 'range',
    min: 0,
    max: 1,
    step: 0.05,
    class: 'slider',
    part: 'volume-slider',
    'aria-label': words.volume,
  });
  slider.addEventListener('input', () => actions.setVolume(slider.valueAsNumber));
  watch(
    ({ volume, isMuted }) => [volume, isMuted],
    () => {
      const isQuiet = isSilent(player);
      const level = isQuiet ? 0 : player.state.volume;
      const picture = isQuiet ? 'muted' : 'volume';
      setFace(mute, isQuiet ? words.unmute : words.mute, picture, 'm');
      slider.value = String(level);
      slider.setAttribute('aria-valuetext', isQuiet ? words.muted : format.percent(level));
      setStyles(slider, { '--level': String(level) });
    },
  );
  return el('div', { class: 'volume', part: 'volume' }, mute, slider);
}
