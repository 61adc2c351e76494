import type { PlayerState } from '../../player/state.ts';
import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';

/** The still picture before the start, under what has to be said first, and over sound without a picture. */
export function createPoster({ watch, player }: SkinContext): HTMLElement {
  const image = el('img', { class: 'poster', part: 'poster', alt: '', decoding: 'async' });
  image.addEventListener('error', () => {
    image.hidden = true;
  });
  watch(
    ({ video, phase, chosenQualityId, positionSeconds }) => [video, phase, chosenQualityId, positionSeconds > 0],
    () => {
      const { video, phase } = player.state;
      const isBlurred = phase === 'needs-consent';
      const url = isBlurred && video?.sensitive?.policy === 'hide' ? null : video?.posterUrl;
      if (url && image.getAttribute('src') !== url) image.src = url;
      image.hidden = !url || !isPosterTime(player.state);
      image.classList.toggle('blurred', isBlurred);
    },
  );
  return image;
}

function isPosterTime({ phase, positionSeconds, chosenQualityId }: PlayerState): boolean {
  if (chosenQualityId === 'audio-only') return true;
  if (phase === 'buffering') return positionSeconds === 0;
  return phase !== 'playing' && phase !== 'paused' && phase !== 'ended';
}
