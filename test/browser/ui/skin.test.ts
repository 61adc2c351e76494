import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { PlayerState } from '../../../src/player/state.ts';
import { createSkin, type Skin } from '../../../src/ui/skin.ts';
import type { SkinOptions } from '../../../src/ui/skin-options.ts';
import { createFakePlayer, type FakePlayer } from '../../support/fake-player.ts';
import { PLAYING, SCENES } from '../../support/skin-states.ts';

let skin: Skin | null = null;
let container: HTMLElement;

type Stage = { player: FakePlayer; root: ShadowRoot; find(selector: string): HTMLElement; frame: HTMLElement };

/** A skin in the page, with the focus in it: keys are listened to from then on. */
async function open(state: Partial<PlayerState> = PLAYING, options: SkinOptions = {}): Promise<Stage> {
  container = document.createElement('div');
  container.style.setProperty('width', '800px');
  document.body.append(container);
  const player = createFakePlayer(state);
  skin = createSkin({ container, player, language: 'en', ...options });
  const root = container.shadowRoot as ShadowRoot;
  const find = (selector: string) => {
    const element = root.querySelector<HTMLElement>(selector);
    if (element === null) throw new Error(`There is no ${selector}.`);
    return element;
  };
  await vi.waitFor(() => find('.bar'));
  find('.frame').focus();
  // The sheet of what reacts to keys and pointers comes with it.
  await vi.waitFor(() => expect(root.adoptedStyleSheets.length).toBeGreaterThan(2));
  return { player, root, find, frame: find('.frame') };
}

const sceneState = (name: string) => SCENES.find((scene) => scene.name === name)?.state ?? {};
const press = (key: string, init: KeyboardEventInit = {}) =>
  container.shadowRoot?.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }),
  );
const focused = () => container.shadowRoot?.activeElement ?? null;

// Fetched from a development server that transforms it first: once, and not within a test's patience.
beforeAll(async () => {
  await import('../../../src/ui/on-demand.ts');
}, 20_000);

afterEach(() => {
  skin?.destroy();
  container.remove();
});

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
    const { player } = await open();
    press(key);
    expect(player.calls).toContain(call);
  });

  it('step through single frames of a paused film', async () => {
    const { player } = await open();
    press('.');
    press(',');
    expect(player.calls[0]).toBe('pause');
    expect(player.calls[1]).toBe(`seek ${118.4 + 1 / 30}`);
    expect(player.calls.at(-1)).toMatch(/^seek 118\.4/);
  });

  it('change films with Shift+N and Shift+P', async () => {
    const { player } = await open();
    press('N', { shiftKey: true });
    press('P', { shiftKey: true });
    expect(player.calls).toEqual(['playNext', 'playPrevious']);
  });

  it('ask for full screen and for picture in picture', async () => {
    const { player } = await open();
    const full = vi.spyOn(container, 'requestFullscreen').mockRejectedValue(new TypeError('No gesture.'));
    press('f');
    press('Enter', { ctrlKey: true });
    expect(full).toHaveBeenCalledTimes(2);
    const pip = vi.spyOn(player.media, 'requestPictureInPicture').mockRejectedValue(new TypeError('No gesture.'));
    press('i');
    expect(pip).toHaveBeenCalledTimes(document.pictureInPictureEnabled ? 1 : 0);
  });

  it('work on a keyboard without Latin letters', async () => {
    const { player } = await open();
    press('л', { code: 'KeyK' });
    expect(player.calls).toEqual(['pause']);
  });

  it('leave keys with modifiers and the page’s own fields alone', async () => {
    const { player } = await open();
    press('k', { altKey: true });
    press('l', { metaKey: true });
    press('m', { ctrlKey: true });
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true }));
    expect(player.calls).toEqual([]);
  });

  it('reach the player from the whole page if the page has said so, and not from its fields', async () => {
    const { player } = await open(PLAYING, { hotkeys: 'page' });
    const field = document.createElement('input');
    document.body.append(field);
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true }));
    expect(player.calls).toEqual([]);
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true }));
    expect(player.calls).toEqual(['pause']);
    field.remove();
  });

  it('do not seek or change the rate of a live', async () => {
    const { player } = await open({ ...sceneState('live'), seekable: null });
    for (const key of ['ArrowLeft', '5', '>', 'j']) press(key);
    expect(player.calls).toEqual([]);
  });

  it('dispatch the wide view as an event for the page', async () => {
    await open(PLAYING, { hasTheater: true });
    const heard = vi.fn();
    container.addEventListener('fleuve-theater', (event) => heard((event as CustomEvent).detail));
    press('t');
    press('t');
    expect(heard.mock.calls).toEqual([[{ isWide: true }], [{ isWide: false }]]);
  });
});

describe('settings menu', () => {
  it('opens on the chosen item, moves with arrows, and Esc goes back step by step to the button', async () => {
    const { find, player } = await open();
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
    const { find } = await open();
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
    const { find } = await open();
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
    const { find, player } = await open();
    find('.button.settings').click();
    await vi.waitFor(() => expect(focused()?.textContent).toContain('Quality'));
    await userEvent.keyboard('{ArrowDown}');
    player.set({ activeQualityId: 'main-2' });
    expect(focused()?.textContent).toContain('Speed');
    expect(find('.menu').textContent).toContain('Auto (480p)');
  });

  it('closes at a press outside without pausing the film by surprise of the focus', async () => {
    const { find, root } = await open();
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
    const { find, root } = await open({ ...PLAYING, ...sceneState('playlist') });
    find(selector).focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(root.querySelector('[role=dialog]')?.getAttribute('aria-label')).toBe(name));
    expect(find('[role=dialog]').contains(focused())).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(root.querySelector('[role=dialog]')).toBeNull();
    expect(focused()).toBe(find(selector));
  });

  it('show every key on a question mark', async () => {
    const { root, frame } = await open();
    press('?');
    await vi.waitFor(() => expect(root.querySelectorAll('kbd').length).toBeGreaterThan(20));
    await userEvent.keyboard('{Escape}');
    expect(focused()).toBe(frame);
  });

  it('turn sharing off and on, set the limit, and say what was spared', async () => {
    const { find, root, player } = await open();
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
    const { find, root } = await open();
    find('.button.sharing').click();
    await vi.waitFor(() => expect(root.querySelector('.dialog-body > .text-button')).not.toBeNull());
    find('.dialog-body > .text-button').click();
    await vi.waitFor(() => expect(root.querySelector('.swarm-picture')).not.toBeNull());
    expect(root.querySelectorAll('.swarm-picture .node').length).toBe(7);
    expect(find('.facts').textContent).toContain('#5↓ 30 MB');
    await userEvent.keyboard('{Escape}');
    expect(focused()).toBe(find('.button.sharing'));
  });

  it('open a context menu of our own, and leave the browser’s with Shift', async () => {
    const { find, root } = await open();
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

describe('announcer', () => {
  const said = async (text: string) => {
    const status = container.shadowRoot?.querySelector('[role=status]');
    await vi.waitFor(() => expect(status?.textContent?.trim()).toBe(text), { timeout: 3000 });
  };

  it('is one, and says that the film plays or pauses', async () => {
    const { root, player } = await open();
    expect(root.querySelectorAll('[role=status],[aria-live]').length).toBe(1);
    player.pause();
    await said('Paused');
    await player.play();
    await said('Playing');
  });

  it('groups volume and seeks into what they led to', async () => {
    await open();
    press('ArrowDown');
    press('ArrowDown');
    press('ArrowDown');
    await said('Volume 50%');
    press('ArrowRight');
    press('ArrowRight');
    await said('2:08 of 4:56');
  });

  it('is silent about seeks while the slider has the focus and says them itself', async () => {
    const { find, root } = await open();
    find('.seek').focus();
    press('ArrowRight');
    press('m');
    await said('Muted');
    expect(find('.seek').getAttribute('aria-valuetext')).toBe('2:03 of 4:56');
    expect(root.querySelector('[role=status]')?.textContent).not.toContain('of');
  });

  it('says captions and speed', async () => {
    await open();
    press('c');
    await said('Captions: Off');
    press('>');
    await said('Speed 1.1×');
  });

  it('says what stands in the way', async () => {
    const { player } = await open();
    player.set(sceneState('password'));
    await said('This video needs a password');
  });
});

describe('states', () => {
  it('asks for a password and says when it was wrong', async () => {
    const { root, find, player } = await open(sceneState('password'));
    await vi.waitFor(() => expect(root.querySelector('input[type=password]')).not.toBeNull());
    expect(find('[role=alert]').textContent).toContain('wrong');
    find('input[type=password]').focus();
    await userEvent.keyboard('k river{Enter}');
    expect(player.calls).toEqual(['submitPassword k river']);
  });

  it('asks before sensitive content and hides its picture', async () => {
    const { root, find, player } = await open(sceneState('sensitive'));
    await vi.waitFor(() => expect(root.querySelector('.message')).not.toBeNull());
    expect(find('.message').textContent).toContain('Violence');
    expect(find('.poster').classList).toContain('blurred');
    find('.message .text-button').click();
    expect(player.calls).toEqual(['acceptSensitive']);
  });

  it('says an error in a sentence and what to do next', async () => {
    const { root, find, player } = await open(sceneState('error'));
    await vi.waitFor(() => expect(root.querySelector('.message')).not.toBeNull());
    expect(find('.message h2').textContent).toBe('The server does not answer.');
    find('.message .text-button').click();
    expect(player.calls).toEqual(['retry']);
    expect(find('.message a').getAttribute('href')).toMatch(/^https:\/\/tube\.example\/w\/.*start=1m58s$/);
  });

  it('shows the wheel only after 300 ms', async () => {
    const { find, player } = await open();
    player.set({ phase: 'buffering' });
    expect(find('.spinner').hidden).toBe(true);
    await vi.waitFor(() => expect(find('.spinner').hidden).toBe(false));
    player.set({ phase: 'playing' });
    expect(find('.spinner').hidden).toBe(true);
  });

  it('asks for sharing in the bar and takes the answer', async () => {
    const { root, find, player } = await open(sceneState('asking'));
    await vi.waitFor(() => expect(root.querySelector('.question')).not.toBeNull());
    find('.question .text-button').click();
    expect(player.calls).toEqual(['setSharing true']);
    expect(find('.question').hidden).toBe(true);
  });

  it('goes on to the next film of a playlist, or stays if that is stopped', async () => {
    const { root, find, player } = await open(sceneState('up-next'), { upNextSeconds: 1 });
    await vi.waitFor(() => expect(root.querySelector('.up-next')).not.toBeNull());
    expect(find('.up-next').textContent).toContain('Ice that sings');
    await vi.waitFor(() => expect(player.calls).toEqual(['playNext']), { timeout: 3000 });
  });

  it('plays at a press on the big button', async () => {
    const { find, player } = await open(sceneState('poster'));
    find('.big-play').click();
    expect(player.calls).toEqual(['play']);
    expect(find('.frame > .big-play').hidden).toBe(true);
  });

  it('goes to the edge of a live', async () => {
    const { find, player } = await open(sceneState('live-behind'));
    expect(find('.time').textContent).toBe('−1:20');
    find('.button.live').click();
    expect(player.calls).toEqual(['seekToLiveEdge']);
    expect(find('.button.live').classList).toContain('at-edge');
  });

  it('offers sound where the browser refused it', async () => {
    const { find, player } = await open(sceneState('notices'));
    find('.unmute').click();
    expect(player.calls).toEqual(['setMuted false']);
    expect(find('.unmute').hidden).toBe(true);
  });

  it('hides the controls while nobody moves and shows them at a key', async () => {
    const { frame } = await open();
    frame.blur();
    await vi.waitFor(() => expect(frame.classList).toContain('is-idle'), { timeout: 4000 });
    frame.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }));
    expect(frame.classList).not.toContain('is-idle');
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
    const { find, player } = await open();
    tap(find('.surface'), 0.9);
    tap(find('.surface'), 0.9);
    expect(player.calls).toEqual(['seek 128.4']);
  });

  it('hides and shows the controls at a tap', async () => {
    const { find, frame, player } = await open();
    tap(find('.surface'), 0.5);
    expect(frame.classList).toContain('is-idle');
    tap(find('.surface'), 0.1);
    expect(frame.classList).not.toContain('is-idle');
    expect(player.calls).toEqual([]);
  });

  it('plays twice as fast while a finger rests', async () => {
    const { find, player } = await open();
    finger(find('.surface'), 'pointerdown', 0.5);
    await vi.waitFor(() => expect(player.calls).toEqual(['setRate 2']));
    finger(find('.surface'), 'pointerup', 0.5);
    expect(player.calls).toEqual(['setRate 2', 'setRate 1']);
  });
});

describe('createSkin', () => {
  it('leaves nothing behind and may be destroyed twice', async () => {
    const { root } = await open();
    skin?.destroy();
    skin?.destroy();
    expect(root.querySelector('.frame')).toBeNull();
    expect(root.adoptedStyleSheets).toEqual([]);
  });

  it('mirrors itself in a language that is written from the right, but not the time', async () => {
    const { frame, find } = await open(PLAYING, { language: 'ar' });
    expect(frame.dir).toBe('rtl');
    expect(find('.button.play').getAttribute('aria-label')).toBe('إيقاف مؤقت');
    expect(getComputedStyle(find('.progress')).direction).toBe('ltr');
  });

  it('takes the integrator’s own words', async () => {
    const { find } = await open(PLAYING, { ownLanguage: { code: 'br', words: { pause: 'Ehan' } } });
    expect(find('.button.play').getAttribute('aria-label')).toBe('Ehan');
    expect(find('.button.settings').getAttribute('aria-label')).toBe('Settings');
  });

  it('fits 200 px with sharing in sight and targets of 24 px', async () => {
    const { root, find } = await open();
    container.style.setProperty('width', '200px');
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
