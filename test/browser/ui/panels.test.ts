import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { createMemoryStorage } from '../../../src/base/storage.ts';
import { closeSkin, focused, openSkin, press, sceneState } from '../../support/skin-stage.ts';
import { PLAYING } from '../../support/skin-states.ts';

// Fetched from a development server that transforms it first: once, and not within a test's patience.
beforeAll(async () => {
  await import('../../../src/ui/on-demand.ts');
  await import('../../../src/ui/interaction.ts');
}, 20_000);

afterEach(closeSkin);

describe('settings menu', () => {
  it('opens on the chosen item, moves with arrows, and Esc goes back step by step to the button', async () => {
    const { find, player } = await openSkin();
    find('.button.settings').focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(focused()?.textContent).toContain('Quality'));
    expect(focused()?.textContent).toContain('Auto (720p)');
    await userEvent.keyboard('{ArrowDown}');
    expect(focused()?.textContent).toContain('Speed');
    await userEvent.keyboard('{Enter}');
    expect(focused()?.textContent).toContain('Normal');
    expect(focused()?.getAttribute('aria-checked')).toBe('true');
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(player.calls).toEqual(['setRate 1.25']);
    expect(focused()?.textContent).toContain('1.25×');
    await userEvent.keyboard('{Escape}');
    expect(focused()?.textContent).toContain('Speed');
    await userEvent.keyboard('{Escape}');
    expect(focused()).toBe(find('.button.settings'));
    expect(find('.button.settings').getAttribute('aria-expanded')).toBe('false');
  });

  it('goes round, jumps to the ends and to letters', async () => {
    const { find } = await openSkin();
    find('.button.settings').click();
    await vi.waitFor(() => expect(focused()?.textContent).toContain('Quality'));
    await userEvent.keyboard('{ArrowUp}');
    expect(focused()?.textContent).toContain('Sharing');
    await userEvent.keyboard('{Home}');
    expect(focused()?.textContent).toContain('Quality');
    await userEvent.keyboard('{End}');
    expect(focused()?.textContent).toContain('Sharing');
    await userEvent.keyboard('s');
    expect(focused()?.textContent).toContain('Speed');
    await userEvent.keyboard('{ArrowRight}');
    expect(focused()?.textContent).toContain('Normal');
    await userEvent.keyboard('{ArrowLeft}');
    expect(focused()?.textContent).toContain('Speed');
  });

  it.each(['quality', 'captions', 'audio'])('opens %s on what is chosen', async (name) => {
    const { find } = await openSkin();
    find('.button.settings').click();
    await vi.waitFor(() => expect(focused()?.textContent).toContain('Quality'));
    const label = { quality: 'Quality', captions: 'Captions', audio: 'Audio track' }[name] ?? '';
    while (!focused()?.textContent?.startsWith(label)) await userEvent.keyboard('{ArrowDown}');
    await userEvent.keyboard('{Enter}');
    expect(focused()?.getAttribute('aria-checked')).toBe('true');
    await userEvent.keyboard('{Escape}');
    expect(focused()?.textContent?.startsWith(label)).toBe(true);
  });

  it('keeps the focus where it is while the state changes', async () => {
    const { find, player } = await openSkin();
    find('.button.settings').click();
    await vi.waitFor(() => expect(focused()?.textContent).toContain('Quality'));
    await userEvent.keyboard('{ArrowDown}');
    player.set({ activeQualityId: 'main-2' });
    expect(focused()?.textContent).toContain('Speed');
    expect(find('.menu').textContent).toContain('Auto (480p)');
  });

  it('closes at a press outside without pausing the film by surprise of the focus', async () => {
    const { find, root } = await openSkin();
    find('.button.settings').click();
    await vi.waitFor(() => expect(root.querySelector('.menu')).not.toBeNull());
    find('.surface').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    expect(root.querySelector('.menu')).toBeNull();
  });
});

describe('panels', () => {
  it.each([
    ['.button.sharing', 'Sharing'],
    ['.button.share', 'Share'],
    ['.button.playlist', 'Rivers of the north'],
  ])('%s opens, takes the focus, and Esc gives it back', async (selector, name) => {
    const { find, root } = await openSkin({ ...PLAYING, ...sceneState('playlist') });
    find(selector).focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(root.querySelector('[role=dialog]')?.getAttribute('aria-label')).toBe(name));
    expect(find('[role=dialog]').contains(focused())).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(root.querySelector('[role=dialog]')).toBeNull();
    expect(focused()).toBe(find(selector));
  });

  it('show every key on a question mark', async () => {
    const { root, frame } = await openSkin();
    press('?');
    await vi.waitFor(() => expect(root.querySelectorAll('kbd').length).toBeGreaterThan(20));
    await userEvent.keyboard('{Escape}');
    expect(focused()).toBe(frame);
  });

  it('turn sharing off and on, set the limit, and say what was spared', async () => {
    const { find, root, player } = await openSkin();
    find('.button.sharing').click();
    await vi.waitFor(() => expect(root.querySelector('.switch')).not.toBeNull());
    expect(find('.facts').textContent).toContain('80%');
    find('.switch').click();
    expect(player.calls.at(-1)).toBe('setSharing false');
    expect(find('.note').textContent).toBe('You turned sharing off.');
    const limit = find('select') as HTMLSelectElement;
    limit.value = '';
    limit.dispatchEvent(new Event('change'));
    expect(player.calls.at(-1)).toBe('setMonthlyUploadLimit ');
  });

  it('draw the swarm and say the same in words', async () => {
    const { find, root } = await openSkin();
    find('.button.sharing').click();
    await vi.waitFor(() => expect(root.querySelector('.dialog-body > .text-button')).not.toBeNull());
    find('.dialog-body > .text-button').click();
    await vi.waitFor(() => expect(root.querySelector('.swarm-picture')).not.toBeNull());
    expect(root.querySelectorAll('.swarm-picture .node').length).toBe(7);
    expect(find('.facts').textContent).toContain('#5↓ 30 MB');
    await userEvent.keyboard('{Escape}');
    expect(focused()).toBe(find('.button.sharing'));
  });

  it('show a ring round them to those who came by the keyboard only', async () => {
    const { find, root } = await openSkin();
    const opened = async () => {
      await vi.waitFor(() => expect(focused()?.matches('.dialog')).toBe(true));
      return find('.dialog').matches(':focus-visible');
    };
    await userEvent.click(find('.button.sharing'));
    expect(await opened()).toBe(false);
    find('.button.sharing').click();
    await vi.waitFor(() => expect(root.querySelector('.dialog')).toBeNull());
    (focused() as HTMLElement).blur();
    find('.button.sharing').click();
    expect(await opened()).toBe(false);
    await userEvent.keyboard('{Escape}');
    expect(focused()).toBe(find('.button.sharing'));
    await userEvent.keyboard('{Enter}');
    expect(await opened()).toBe(true);
  });

  it('open a context menu of our own, and leave the browser’s with Shift', async () => {
    const { find, root } = await openSkin();
    const ask = (shiftKey: boolean) => {
      const event = new MouseEvent('contextmenu', {
        bubbles: true,
        composed: true,
        cancelable: true,
        shiftKey,
        clientX: 790,
        clientY: 440,
      });
      find('.surface').dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(ask(true)).toBe(false);
    expect(ask(false)).toBe(true);
    await vi.waitFor(() => expect(root.querySelector('.context-menu')).not.toBeNull());
    const box = find('.context-menu').getBoundingClientRect();
    const outer = find('.frame').getBoundingClientRect();
    expect(box.right).toBeLessThanOrEqual(outer.right);
    expect(box.bottom).toBeLessThanOrEqual(outer.bottom);
    expect(root.querySelectorAll('.context-menu .row').length).toBe(6);
  });
});

describe('caption style', () => {
  it('is kept, drawn at once and drawn again by the next player', async () => {
    const storage = createMemoryStorage();
    const { find, root } = await openSkin(PLAYING, { storage });
    find('.button.settings').click();
    await vi.waitFor(() => expect(focused()?.textContent).toContain('Quality'));
    for (const selector of ['.row:nth-child(3)', '.row:last-child']) find(selector).click();
    await vi.waitFor(() => expect(root.querySelector('.sample')).not.toBeNull());
    const size = find('select') as HTMLSelectElement;
    size.value = '200';
    size.dispatchEvent(new Event('input', { bubbles: true }));
    const rules = (tree: ShadowRoot) =>
      tree.adoptedStyleSheets
        .flatMap((sheet) => [...sheet.cssRules])
        .map((rule) => rule.cssText)
        .join();
    expect(rules(root)).toContain('font-size: 200%');
    closeSkin();
    const again = await openSkin(PLAYING, { storage });
    await vi.waitFor(() => expect(rules(again.root)).toContain('font-size: 200%'));
  });
});
