import { copyText } from '../clipboard.ts';
import type { SkinContext } from '../context.ts';
import { el, setStyles } from '../dom.ts';
import { clockTime, fill } from '../format.ts';
import { buildMenu, focusMenu, type MenuItem } from '../menu.ts';
import type { Panel } from '../panels.ts';
import { embedCode, pageLink } from '../share-texts.ts';
import { useExtraSheet } from './extra-css.ts';

/** Where the menu was asked for, in px from the player's corner. */
export type MenuPlace = { readonly x: number; readonly y: number };

export function createContextMenu(context: SkinContext, { x, y }: MenuPlace): Panel {
  const { frame, words, panels } = context;
  useExtraSheet(frame);
  const menu = buildMenu({ label: words.player, items: describeItems(context), onLeave: () => panels.close() });
  const element = el('div', { class: 'menu-host' }, menu);
  return {
    element,
    focus() {
      // Measured against the frame once it is there, and kept inside of it.
      const left = Math.max(4, Math.min(x, frame.clientWidth - menu.offsetWidth - 4));
      const top = Math.max(4, Math.min(y, frame.clientHeight - menu.offsetHeight - 4));
      const box = frame.getBoundingClientRect();
      menu.classList.add('context-menu');
      setStyles(menu, { position: 'fixed', left: `${box.left + left}px`, top: `${box.top + top}px` });
      focusMenu(menu);
    },
  };
}

function describeItems(context: SkinContext): MenuItem[] {
  const { words, player, panels } = context;
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
  const toggleLoop = () => {
    player.setLooping(!state.isLooping);
    panels.close();
  };
  return [
    ...(state.isLive ? [] : [{ label: words.loop, isChecked: state.isLooping, isBox: true, onSelect: toggleLoop }]),
    ...copy(words.copyLink, pageLink(state, null)),
    ...(at >= 1 && !state.isLive ? copy(fill(words.copyLinkAt, { time: clockTime(at) }), pageLink(state, at)) : []),
    ...copy(words.copyEmbed, embedCode(state, null)),
    { label: words.stats, opensMore: 'dialog', onSelect: () => context.openPanel('stats') },
    { label: words.help, opensMore: 'dialog', onSelect: () => context.openPanel('help') },
  ];
}
