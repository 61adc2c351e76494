import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';

/** Title and channel, at the top while the controls are there. */
export function createTitle({ watch, words, options }: SkinContext): HTMLElement {
  const title = el('div', { class: 'film' });
  const channel = el('div', { class: 'channel' });
  const notice = el('div', { class: 'channel' }, words.shareWhy);
  const element = el('div', { class: 'title', part: 'title' }, el('slot', { name: 'title' }, title, channel, notice));
  watch(
    ({ video, sharing }) => [video, sharing.kind] as const,
    ([video, sharing]) => {
      title.textContent = video?.title ?? '';
      channel.textContent = video?.channel?.name ?? '';
      notice.hidden = sharing !== 'on' || options.hasSharingNotice !== true;
      element.hidden = options.hasTitle === false || !video?.title;
    },
  );
  return element;
}
