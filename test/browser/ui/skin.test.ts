import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFacade } from '../../../src/ui/facade.ts';
import { createSkin } from '../../../src/ui/skin.ts';
import { createFakePlayer } from '../../support/fake-player.ts';
import { closeSkin, openSkin } from '../../support/skin-stage.ts';
import { PLAYING } from '../../support/skin-states.ts';

afterEach(closeSkin);

describe('createSkin', () => {
  it('leaves nothing behind and may be destroyed twice', async () => {
    const { root, skin } = await openSkin();
    skin.destroy();
    skin.destroy();
    expect(root.querySelector('.frame')).toBeNull();
    expect(root.adoptedStyleSheets).toEqual([]);
  });

  it('makes nothing more once it is destroyed, though the rest of it arrives later', async () => {
    const container = document.createElement('div');
    document.body.append(container);
    const skin = createSkin({ container, player: createFakePlayer(PLAYING), language: 'en' });
    const frame = await vi.waitFor(() => container.shadowRoot?.querySelector<HTMLElement>('.frame') ?? expect.fail());
    await vi.waitFor(() => expect(frame.querySelector('.bar')).not.toBeNull());
    // Whoever comes near has the rest fetched.
    frame.focus();
    skin.destroy();
    await import('../../../src/ui/on-demand.ts');
    await new Promise((resolve) => setTimeout(resolve));
    expect(frame.querySelector('.button.remote')).toBeNull();
    container.remove();
  });

  it('mirrors itself in a language that is written from the right, but not the time', async () => {
    const { frame, find } = await openSkin(PLAYING, { language: 'ar' });
    expect(frame.dir).toBe('rtl');
    expect(find('.button.play').getAttribute('aria-label')).toBe('إيقاف مؤقت');
    expect(getComputedStyle(find('.progress')).direction).toBe('ltr');
  });

  it('takes the integrator’s own words', async () => {
    const { find } = await openSkin(PLAYING, { ownLanguage: { code: 'br', words: { pause: 'Ehan' } } });
    expect(find('.button.play').getAttribute('aria-label')).toBe('Ehan');
    expect(find('.button.settings').getAttribute('aria-label')).toBe('Settings');
  });

  it('fits 200 px with sharing in sight and targets of 24 px', async () => {
    const { root, find, box } = await openSkin();
    box.style.setProperty('width', '200px');
    await vi.waitFor(() => expect(find('.frame').clientWidth).toBe(200));
    const bar = find('.bar').getBoundingClientRect();
    const shown = [...root.querySelectorAll<HTMLElement>('.bar .button')].filter((each) => each.offsetWidth > 0);
    expect(shown.map((each) => each.classList[1])).toContain('sharing');
    for (const button of shown) {
      const box = button.getBoundingClientRect();
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24);
      expect(box.right).toBeLessThanOrEqual(bar.right + 0.5);
      expect(box.left).toBeGreaterThanOrEqual(bar.left - 0.5);
    }
  });
});
describe('createFacade', () => {
  it('asks for the poster and nothing else, tells of the click once, and leaves its place to the player', async () => {
    const container = document.createElement('div');
    document.body.append(container);
    const before = performance.getEntriesByType('resource').length;
    const onActivate = vi.fn();
    const posterUrl = `${location.origin}/poster-of-a-facade.svg`;
    const facade = createFacade({ container, posterUrl, title: 'A film', language: 'fr', onActivate });
    const button = container.shadowRoot?.querySelector('button');
    expect(button?.getAttribute('aria-label')).toBe('Lire: A film');
    await vi.waitFor(() => expect(performance.getEntriesByType('resource').length).toBeGreaterThan(before));
    const fetched = performance.getEntriesByType('resource').slice(before);
    expect(fetched.map(({ name }) => name)).toEqual([posterUrl]);
    button?.click();
    button?.click();
    expect(onActivate).toHaveBeenCalledTimes(1);
    facade.destroy();
    const skin = createSkin({ container, player: createFakePlayer(PLAYING), language: 'en' });
    expect(container.shadowRoot?.querySelector('.bar')).not.toBeNull();
    expect(container.shadowRoot?.querySelector('.facade')).toBeNull();
    skin.destroy();
    container.remove();
  });
});
