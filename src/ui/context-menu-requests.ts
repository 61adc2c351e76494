import type { SkinContext } from './context.ts';

/** The player's own context menu; with Shift the browser's. */
export function listenToMenuRequests(context: SkinContext): void {
  context.frame.addEventListener('contextmenu', (event) => {
    const target = event.target as Element;
    if (event.shiftKey || target.closest('input,a,.panel') !== null) return;
    event.preventDefault();
    const box = context.frame.getBoundingClientRect();
    context.pointer.x = event.clientX - box.left;
    context.pointer.y = event.clientY - box.top;
    context.openPanel('context', context.frame);
  });
}
