import { clamp } from '../../base/units.ts';
import { copyText } from '../clipboard.ts';
import type { FullContext } from '../context.ts';
import { el, setStyles } from '../dom.ts';
import { buildMenu, focusMenu, type MenuItem } from '../menu.ts';
import type { Panel } from '../panels.ts';
import { refusedPage } from '../screen/error-screen.ts';
import { embedCode } from '../share-texts.ts';

export function createContextMenu(context: FullContext): Panel {
  const { x, y } = context.pointer;
  const { frame, words, panels } = context;
  const menu = buildMenu({ label: words.player, items: describeItems(context), onLeave: () => panels.close() });
  const element = el('div', { class: 'menu-host' }, menu);
  return {
    element,
    focus() {
      menu.classList.add('context-menu');
      // What a fixed box is measured from depends on the browser's idea of containment: look where it is, then move it.
      setStyles(menu, { position: 'fixed', left: '0px', top: '0px' });
      const [here, box] = [menu.getBoundingClientRect(), frame.getBoundingClientRect()];
      const left = box.left - here.left + clamp(x, 0, Math.max(0, box.width - here.width - 4));
      const top = box.top - here.top + clamp(y, 0, Math.max(0, box.height - here.height - 4));
      setStyles(menu, { left: `${left}px`, top: `${top}px` });
      focusMenu(menu);
    },
  };
}

function describeItems(context: FullContext): MenuItem[] {
  const { words, player, panels, actions, format } = context;
  const { state } = player;
  const copy = (label: string, text: string | null): MenuItem[] => {
    if (text === null) return [];
    const onSelect = () => {
      panels.close();
      void copyText(context, text);
    };
    return [{ label, onSelect }];
  };
  const at = state.positionSeconds;
  const loop: MenuItem = {
    label: words.loop,
    kind: 'checkbox',
    isChecked: state.isLooping,
    onSelect() {
      player.setLooping(!state.isLooping);
      panels.close();
    },
  };
  return [
    ...(state.isLive ? [] : [loop]),
    ...copy(words.copyLink, actions.pageLink(null) ?? refusedPage(state)),
    ...(at >= 1 && !state.isLive
      ? copy(format.fill(words.copyLinkAt, { time: format.clock(at) }), actions.pageLink(at))
      : []),
    ...copy(words.copyEmbed, embedCode(state, actions.embedLink(null))),
    { label: words.stats, opensMore: 'dialog', onSelect: () => context.openPanel('stats') },
    { label: words.help, opensMore: 'dialog', onSelect: () => context.openPanel('help') },
  ];
}
