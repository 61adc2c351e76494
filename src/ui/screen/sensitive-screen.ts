import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';
import { buildMessage } from './message.ts';

export function buildSensitiveScreen({ words, player }: FullContext): HTMLElement {
  const sensitive = player.state.video?.sensitive ?? null;
  const kinds = (sensitive?.flags ?? []).map((flag) => words[flag]).join(' · ');
  const summary = sensitive?.summary;
  return buildMessage({
    icon: 'alert',
    title: words.sensitive,
    part: 'sensitive',
    children: [
      kinds && el('p', {}, kinds),
      summary && el('details', {}, el('summary', {}, words.learnMore), el('p', {}, summary)),
      el(
        'div',
        { class: 'actions' },
        createTextButton(words.watch, () => player.acceptSensitive(), true),
      ),
    ],
  });
}
