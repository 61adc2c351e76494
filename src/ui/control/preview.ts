import { clamp } from '../../base/units.ts';
import type { Storyboard } from '../../media/video.ts';
import type { SkinContext } from '../context.ts';
import { el, setStyles } from '../dom.ts';

/** Above the seek bar: the picture of a moment, its chapter and its time. */
export function createPreview({ player, format }: SkinContext) {
  const tile = el('div', { class: 'tile' });
  const title = el('div', { class: 'chapter' });
  const time = el('div', { class: 'moment' });
  const element = el('div', { class: 'preview', part: 'preview', 'aria-hidden': 'true' }, tile, title, time);
  // The sheet is fetched when it is first wanted, and never for those who asked to save data.
  const isSparing = matchMedia('(prefers-reduced-data: reduce)').matches;
  return {
    element,
    show(seconds: number) {
      const { storyboard, seekable, chapters, isLive } = player.state;
      if (seekable === null || seekable.endSeconds <= seekable.startSeconds) return;
      const fraction = (seconds - seekable.startSeconds) / (seekable.endSeconds - seekable.startSeconds);
      tile.hidden = storyboard === null || isSparing;
      if (!tile.hidden && storyboard) drawTile(tile, storyboard, seconds);
      title.textContent = chapters.filter(({ startSeconds }) => startSeconds <= seconds).at(-1)?.title ?? '';
      time.textContent = format.clock(isLive ? Math.min(-1, seconds - seekable.endSeconds) : seconds);
      element.classList.add('shown');
      // Held inside the player, and under the pointer as far as that goes.
      const half = element.offsetWidth / 2;
      const width = element.parentElement?.clientWidth ?? 0;
      const left = clamp(fraction * width, half, Math.max(half, width - half));
      setStyles(element, { left: `${left}px` });
    },
    hide: () => element.classList.remove('shown'),
  };
}

function drawTile(tile: HTMLElement, sheet: Storyboard, seconds: number): void {
  const { sheetWidthPx, sheetHeightPx, tileWidthPx, tileHeightPx } = sheet;
  const [across, down] = [Math.max(1, sheetWidthPx / tileWidthPx), Math.max(1, sheetHeightPx / tileHeightPx)];
  const columns = Math.floor(across);
  const index = clamp(Math.floor(seconds / sheet.tileSeconds), 0, columns * Math.floor(down) - 1);
  const place = (at: number, of: number) => `${of > 1 ? (100 * at) / (of - 1) : 0}%`;
  setStyles(tile, {
    'background-image': `url(${JSON.stringify(sheet.url)})`,
    'background-size': `${100 * across}% ${100 * down}%`,
    'background-position': `${place(index % columns, across)} ${place(Math.floor(index / columns), down)}`,
    'aspect-ratio': `${tileWidthPx}/${tileHeightPx}`,
  });
}
