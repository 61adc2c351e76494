import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { createRateMeter, describeFlow } from '../rates.ts';

/** How fast pieces come and go, beside the number of viewers, where there is room. */
export function createSharingRates({ watch, format }: SkinContext): HTMLElement {
  const meter = createRateMeter();
  const element = el('span', { class: 'rates' });
  watch(
    ({ supply }) => supply,
    (supply) => {
      const { downBytesPerSecond, upBytesPerSecond } = meter.add(supply);
      const isMoving = downBytesPerSecond + upBytesPerSecond > 0;
      element.textContent = isMoving
        ? describeFlow(format.rate(downBytesPerSecond), format.rate(upBytesPerSecond))
        : '';
    },
  );
  return element;
}
