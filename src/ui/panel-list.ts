import type { FullContext, SkinContext } from './context.ts';

export type PanelName =
  | 'settings'
  | 'sharing'
  | 'swarm'
  | 'help'
  | 'stats'
  | 'share'
  | 'appearance'
  | 'playlist'
  | 'context';

/** Opens the panel, or closes it if it is the one that is open. What panels are made of is fetched when one is wanted. */
export function togglePanel(context: SkinContext, name: PanelName, opener: HTMLElement | null): void {
  context.panels.toggle(name, opener, async (signal) => {
    const [{ PANELS }, full] = await Promise.all([import('./panel/all-panels.ts'), completeContext(context)]);
    return PANELS[name](full, signal);
  });
}

export async function completeContext(context: SkinContext): Promise<FullContext> {
  return { ...context, words: await context.language.complete() };
}
