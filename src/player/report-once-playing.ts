import { SECOND_MS } from '../base/units.ts';
import type { CoreContext } from './core-context.ts';
import type { WatchedFilm } from './instance-reporting.ts';

/** From the first picture on: nothing that playback needs waits behind it. */
const DELAY_MS = SECOND_MS;

/** Begins to tell the instance a moment after the first picture, which waits for none of it. */
export function reportOncePlaying(context: CoreContext, film: WatchedFilm): void {
  const { element, ports } = context;
  const report = async () => {
    try {
      const { reportToInstance } = await import('./instance-reporting.ts');
      if (!film.signal.aborted) reportToInstance(context, film);
    } catch (error) {
      ports.log.note('debug', 'The instance is not told of this view.', { error: String(error) });
    }
  };
  const onPlaying = () => void ports.clock.schedule(DELAY_MS, () => void report());
  element.addEventListener('playing', onPlaying, { once: true, signal: film.signal });
}
