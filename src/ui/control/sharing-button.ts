import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { createButton, setFace } from './button.ts';

/** Is this film shared, with how many, and how fast; opens the panel. Always in sight, as small as the player gets. */
export function createSharingButton(context: SkinContext): HTMLElement {
  const { words, format, watch } = context;
  const count = el('span', { class: 'count' });
  const rates = el('span', { class: 'rates' });
  const button = createButton({
    name: words.sharing,
    icon: 'sharing',
    part: 'sharing',
    opens: 'dialog',
    onPress: (self) => context.openPanel('sharing', self),
  });
  button.append(count, rates);
  watch(
    ({ sharing, supply }) => [sharing.kind, supply],
    () => {
      const { sharing, supply } = context.player.state;
      const isOn = sharing.kind === 'on';
      const peers = supply?.peers.length ?? 0;
      const { downBytesPerSecond, upBytesPerSecond } = context.rates();
      button.classList.toggle('is-on', isOn);
      button.classList.toggle('is-flowing', isOn && peers > 0);
      count.textContent = isOn && peers > 0 ? format.number(peers) : '';
      const isMoving = downBytesPerSecond + upBytesPerSecond > 0;
      rates.textContent = isMoving ? `↓ ${format.rate(downBytesPerSecond)}  ↑ ${format.rate(upBytesPerSecond)}` : '';
      setFace(button, `${words.sharing}: ${isOn ? context.viewersText(peers) : words.off}`, null);
    },
  );
  return button;
}
