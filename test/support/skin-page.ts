import { createSkin, type Skin } from '../../src/ui/skin.ts';
import type { SkinOptions } from '../../src/ui/skin-options.ts';
import { createFakePlayer, type FakePlayer } from './fake-player.ts';
import { POSTER_URL, SCENES } from './skin-states.ts';

/** What the Node side of screenshots and checks calls in the page. */
type Page = typeof globalThis & {
  scenes: readonly string[];
  showScene(name: string, options: SkinOptions & { widthPx?: number; heightPx?: number }): Promise<void>;
  player: FakePlayer;
};

const page = globalThis as Page;
let skin: Skin | null = null;

page.scenes = SCENES.map(({ name }) => name);

page.showScene = async (name, { widthPx = 640, heightPx = Math.round((widthPx * 9) / 16), ...options }) => {
  const scene = SCENES.find((each) => each.name === name);
  const stage = document.querySelector('#stage');
  if (scene === undefined || stage === null) throw new Error(`There is no scene ${name}.`);
  skin?.destroy();
  const container = document.createElement('div');
  container.style.setProperty('width', `${widthPx}px`);
  container.style.setProperty('height', `${heightPx}px`);
  stage.replaceChildren(container);
  document.body.style.setProperty('margin', '0');
  page.player = createFakePlayer(scene.state);
  // A picture to judge contrast against.
  page.player.media.poster = POSTER_URL;
  skin = createSkin({ container, player: page.player, upNextSeconds: 30, hasTheater: true, ...options });
  const root = container.shadowRoot;
  if (root === null) throw new Error('The skin has no shadow root.');
  await until(() => root.querySelector('.panels') !== null);
  if (scene.hasContextMenu === true) {
    const request = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 40, clientY: 40 });
    root.querySelector('.surface')?.dispatchEvent(request);
  }
  for (const selector of scene.press ?? []) {
    await until(() => root.querySelector(selector) !== null);
    root.querySelector<HTMLElement>(selector)?.click();
    await settle();
  }
  if (scene.key !== undefined) {
    // Keys are listened to once someone comes near.
    root.querySelector<HTMLElement>('.frame')?.focus();
    await until(() => root.querySelector('.button.remote') !== null);
    container.dispatchEvent(new KeyboardEvent('keydown', { key: scene.key, bubbles: true, composed: true }));
  }
  const opens = scene.key ?? scene.hasContextMenu ?? scene.press;
  if (opens !== undefined) await until(() => root.querySelector('.panel') !== null);
  await settle();
};

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries >= 500) throw new Error(`Waited in vain until ${isTrue}.`);
    await settle();
  }
}

/** Without anyone who calls (a frame, a page whose policy forbids it) the address says what to show. */
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  const { dataset } = document.documentElement;
  dataset.violations = `${dataset.violations ?? ''}${violatedDirective} ${blockedURI};`;
});
const wanted = new URLSearchParams(location.hash.slice(1)).get('scene');
if (wanted !== null) {
  void page.showScene(wanted, {}).then(
    () => {
      document.documentElement.dataset.shown = wanted;
    },
    (error) => {
      document.documentElement.dataset.failed = String(error);
    },
  );
}
