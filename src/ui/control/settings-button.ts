import type { SkinContext } from '../context.ts';
import { createButton } from './button.ts';

export function createSettingsButton(context: SkinContext): HTMLElement {
  return createButton({
    name: context.words.settings,
    icon: 'settings',
    part: 'settings',
    opens: 'menu',
    onPress: (button) => context.openPanel('settings', button),
  });
}
