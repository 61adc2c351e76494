import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { clockTime } from '../format.ts';

/** Position and length; for a live how far behind its edge the viewer is. The slider says the same to screen readers. */
export function createTimeDisplay({ watch }: SkinContext): HTMLElement {
  const now = el('span', { class: 'now' });
  const total = el('span', { class: 'total' });
  const element = el('div', { class: 'time', part: 'time', 'aria-hidden': 'true' }, now, total);
  watch(
    ({ isLive, isAtLiveEdge, positionSeconds, durationSeconds, seekable }) => {
      if (!isLive) return [clockTime(positionSeconds), durationSeconds === null ? '' : clockTime(durationSeconds)];
      if (seekable === null || isAtLiveEdge) return ['', ''];
      return [clockTime(Math.min(-1, positionSeconds - seekable.endSeconds)), ''];
    },
    ([position, length]) => {
      now.textContent = position ?? '';
      total.textContent = length ? ` / ${length}` : '';
      element.hidden = position === '';
    },
  );
  return element;
}
