import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeSkin, openSkin, press, sceneState } from '../../support/skin-stage.ts';
import { PLAYING } from '../../support/skin-states.ts';

// Fetched from a development server that transforms it first: once, and not within a test's patience.
beforeAll(async () => {
  await import('../../../src/ui/on-demand.ts');
  await import('../../../src/ui/interaction.ts');
}, 20_000);

afterEach(closeSkin);

describe('hotkeys', () => {
  it.each([
    [' ', 'pause'],
    ['k', 'pause'],
    ['m', 'setMuted true'],
    ['ArrowLeft', 'seek 113.4'],
    ['ArrowRight', 'seek 123.4'],
    ['j', 'seek 108.4'],
    ['l', 'seek 128.4'],
    ['ArrowDown', 'setVolume 0.7'],
    ['ArrowUp', 'setVolume 0.9'],
    ['c', 'setCaption '],
    ['>', 'setRate 1.1'],
    ['<', 'setRate 0.9'],
    ['0', 'seek 0'],
    ['5', 'seek 148'],
    ['Home', 'seek 0'],
    ['End', 'seek 296'],
    ['MediaPlayPause', 'pause'],
    ['MediaRewind', 'seek 113.4'],
    ['MediaFastForward', 'seek 123.4'],
  ])('%s asks for %s', async (key, call) => {
    const { player } = await openSkin();
    press(key);
    expect(player.calls).toContain(call);
  });

  it('step through single frames of a paused film', async () => {
    const { player } = await openSkin();
    press('.');
    press(',');
    expect(player.calls[0]).toBe('pause');
    expect(player.calls[1]).toBe(`seek ${118.4 + 1 / 30}`);
    expect(player.calls.at(-1)).toMatch(/^seek 118\.4/);
  });

  it('change films with Shift+N and Shift+P', async () => {
    const { player } = await openSkin();
    press('N', { shiftKey: true });
    press('P', { shiftKey: true });
    expect(player.calls).toEqual(['playNext', 'playPrevious']);
  });

  it('ask for full screen and for picture in picture', async () => {
    const { player, box } = await openSkin();
    const full = vi.spyOn(box, 'requestFullscreen').mockRejectedValue(new TypeError('No gesture.'));
    press('f');
    press('Enter', { ctrlKey: true });
    expect(full).toHaveBeenCalledTimes(2);
    const pip = vi.spyOn(player.media, 'requestPictureInPicture').mockRejectedValue(new TypeError('No gesture.'));
    press('i');
    expect(pip).toHaveBeenCalledTimes(document.pictureInPictureEnabled ? 1 : 0);
  });

  it('work on a keyboard without Latin letters', async () => {
    const { player } = await openSkin();
    press('л', { code: 'KeyK' });
    expect(player.calls).toEqual(['pause']);
  });

  it('leave keys with modifiers and the page’s own fields alone', async () => {
    const { player } = await openSkin();
    press('k', { altKey: true });
    press('l', { metaKey: true });
    press('m', { ctrlKey: true });
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true }));
    expect(player.calls).toEqual([]);
  });

  it('reach the player from the whole page if the page has said so, and not from its fields', async () => {
    const { player } = await openSkin(PLAYING, { hotkeys: 'page' });
    const field = document.createElement('input');
    document.body.append(field);
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true }));
    expect(player.calls).toEqual([]);
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true }));
    expect(player.calls).toEqual(['pause']);
    field.remove();
  });

  it('do not seek or change the rate of a live', async () => {
    const { player } = await openSkin({ ...sceneState('live'), seekable: null });
    for (const key of ['ArrowLeft', '5', '>', 'j']) press(key);
    expect(player.calls).toEqual([]);
  });

  it('dispatch the wide view as an event for the page', async () => {
    const { box } = await openSkin(PLAYING, { hasTheater: true });
    const heard = vi.fn();
    box.addEventListener('fleuve-theater', (event) => heard((event as CustomEvent).detail));
    press('t');
    press('t');
    expect(heard.mock.calls).toEqual([[{ isWide: true }], [{ isWide: false }]]);
  });
});

describe('touch', () => {
  const finger = (surface: HTMLElement, type: string, fraction: number, y = 100) => {
    const box = surface.getBoundingClientRect();
    const clientX = box.left + fraction * box.width;
    surface.dispatchEvent(
      new PointerEvent(type, { pointerType: 'touch', isPrimary: true, clientX, clientY: y, bubbles: true }),
    );
  };
  const tap = (surface: HTMLElement, fraction: number) => {
    finger(surface, 'pointerdown', fraction);
    finger(surface, 'pointerup', fraction);
  };

  it('jumps ten seconds at a double tap on a side', async () => {
    const { find, player } = await openSkin();
    tap(find('.surface'), 0.9);
    tap(find('.surface'), 0.9);
    expect(player.calls).toEqual(['seek 128.4']);
  });

  it('hides and shows the controls at a tap', async () => {
    const { find, frame, player } = await openSkin();
    tap(find('.surface'), 0.5);
    expect(frame.classList).toContain('is-idle');
    tap(find('.surface'), 0.1);
    expect(frame.classList).not.toContain('is-idle');
    expect(player.calls).toEqual([]);
  });

  it('plays twice as fast while a finger rests', async () => {
    const { find, player } = await openSkin();
    finger(find('.surface'), 'pointerdown', 0.5);
    await vi.waitFor(() => expect(player.calls).toEqual(['setRate 2']));
    finger(find('.surface'), 'pointerup', 0.5);
    expect(player.calls).toEqual(['setRate 2', 'setRate 1']);
  });
});
