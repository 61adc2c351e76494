import { expect, vi } from 'vitest';
import type { PlayerState } from '../../src/player/state.ts';
import { createSkin, type Skin } from '../../src/ui/skin.ts';
import type { SkinOptions } from '../../src/ui/skin-options.ts';
import { createFakePlayer, type FakePlayer } from './fake-player.ts';
import { PLAYING, SCENES } from './skin-states.ts';

let skin: Skin | null = null;
let container: HTMLElement | null = null;

export type Stage = {
  player: FakePlayer;
  root: ShadowRoot;
  find(selector: string): HTMLElement;
  frame: HTMLElement;
  box: HTMLElement;
  skin: Skin;
};

/** A skin in the page, with the focus in it: keys are listened to from then on. */
export async function openSkin(state: Partial<PlayerState> = PLAYING, options: SkinOptions = {}): Promise<Stage> {
  const box = document.createElement('div');
  container = box;
  box.dataset.skin = '';
  box.style.setProperty('width', '800px');
  document.body.append(box);
  const player = createFakePlayer(state);
  const created = createSkin({ container: box, player, language: 'en', ...options });
  skin = created;
  const root = box.shadowRoot as ShadowRoot;
  const find = (selector: string) => {
    const element = root.querySelector<HTMLElement>(selector);
    if (element === null) throw new Error(`There is no ${selector}.`);
    return element;
  };
  await vi.waitFor(() => find('.bar'));
  find('.frame').focus();
  // The sheet of what reacts to keys and pointers comes with it.
  await vi.waitFor(() => expect(root.adoptedStyleSheets.length).toBeGreaterThan(2));
  return { player, root, find, frame: find('.frame'), box, skin: created };
}

export const sceneState = (name: string) => SCENES.find((scene) => scene.name === name)?.state ?? {};
/** A key, pressed where the focus is. */
export const press = (key: string, init: KeyboardEventInit = {}) =>
  container?.shadowRoot?.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }),
  );
export const focused = () => container?.shadowRoot?.activeElement ?? null;

/** Takes the last one away. */
export function closeSkin(): void {
  skin?.destroy();
  container?.remove();
}
