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

/**
 * Opens the panel, or closes it if it is the one that is open. What panels are made of is fetched when one is wanted.
 * Without an opener, whoever opened the panel before it gets the focus back in the end.
 */
export async function togglePanel(context: SkinContext, name: PanelName, opener: HTMLElement | null): Promise<void> {
  const { PANELS, panelsOf } = await import('./on-demand.ts');
  const full = await completeContext(context);
  if (!context.signal.aborted) panelsOf(context).toggle(name, opener, (signal) => PANELS[name](full, signal));
}

export async function completeContext(context: SkinContext): Promise<FullContext> {
  const [{ panelsOf }, words] = await Promise.all([import('./on-demand.ts'), context.language.complete()]);
  return { ...context, words, panels: panelsOf(context) };
}
