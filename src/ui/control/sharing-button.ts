import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { createButton, setFace } from './button.ts';

/** Is this film shared, and with how many; opens the panel. Always in sight, as small as the player gets. */
export function createSharingButton(context: SkinContext): HTMLElement {
  const { words, format, watch } = context;
  const count = el('span', { class: 'count' });
  const button = createButton({
    name: words.sharing,
    icon: 'sharing',
    part: 'sharing',
    opens: 'dialog',
    onPress: (self) => context.openPanel('sharing', self),
  });
  button.append(count);
  watch(
    ({ sharing, supply }) => [sharing.kind, supply],
    () => {
      const { sharing, supply } = context.player.state;
      const isOn = sharing.kind === 'on';
      const peers = supply?.peers.length ?? 0;
      button.classList.toggle('is-on', isOn);
      button.classList.toggle('is-flowing', isOn && peers > 0);
      count.textContent = isOn && peers > 0 ? format.number(peers) : '';
      setFace(button, `${words.sharing}: ${isOn ? context.viewersText(peers) : words.off}`, null);
    },
  );
  return button;
}
