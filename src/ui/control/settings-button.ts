import type { SkinContext } from '../context.ts';
import { togglePanel } from '../panel-list.ts';
import { createButton } from './button.ts';

export function createSettingsButton(context: SkinContext): HTMLElement {
  return createButton({
    name: context.words.settings,
    icon: 'settings',
    part: 'settings',
    opens: 'menu',
    onPress: (button) => togglePanel(context, 'settings', button),
  });
}
