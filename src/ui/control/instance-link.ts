import type { SkinContext } from '../context.ts';
import { el, setAttributes } from '../dom.ts';
import { fill } from '../format.ts';
import { pageLink } from '../page-link.ts';

/** The film's page on its instance, at the second that is on the screen; following it pauses here. */
export function createInstanceLink({ words, player, options, watch }: SkinContext): HTMLElement {
  const link = el('a', { class: 'button instance', part: 'button instance-link', target: '_blank', rel: 'noopener' });
  const address = () => pageLink(player.state, player.state.positionSeconds);
  link.addEventListener('click', () => {
    link.href = address() ?? link.href;
    player.pause();
  });
  watch(
    ({ video }) => video,
    (video) => {
      const url = pageLink(player.state, null);
      link.hidden = options.hasInstanceLink === false || url === null;
      if (url === null) return;
      const name = video?.instance?.name || new URL(url).host;
      const label = fill(words.watchOn, { name });
      setAttributes(link, { href: url, 'aria-label': label, 'data-tip': label });
      link.replaceChildren(el('span', {}, name));
    },
  );
  return link;
}
