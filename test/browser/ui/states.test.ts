import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { closeSkin, focused, openSkin, press, sceneState } from '../../support/skin-stage.ts';
import { PLAYING } from '../../support/skin-states.ts';

// Fetched from a development server that transforms it first: once, and not within a test's patience.
beforeAll(async () => {
  await import('../../../src/ui/on-demand.ts');
  await import('../../../src/ui/interaction.ts');
}, 20_000);

afterEach(closeSkin);

describe('states', () => {
  it('asks for a password and says when it was wrong', async () => {
    const { root, find, player } = await openSkin(sceneState('password'));
    await vi.waitFor(() => expect(root.querySelector('input[type=password]')).not.toBeNull());
    expect(find('[role=alert]').textContent).toContain('wrong');
    find('input[type=password]').focus();
    await userEvent.keyboard('k river{Enter}');
    expect(player.calls).toEqual(['submitPassword k river']);
  });

  it('asks before sensitive content and hides its picture', async () => {
    const { root, find, player } = await openSkin(sceneState('sensitive'));
    await vi.waitFor(() => expect(root.querySelector('.message')).not.toBeNull());
    expect(find('.message').textContent).toContain('Violence');
    expect(find('.poster').classList).toContain('blurred');
    find('.message .text-button').click();
    expect(player.calls).toEqual(['acceptSensitive']);
  });

  it('says an error in a sentence and what to do next', async () => {
    const { root, find, player } = await openSkin(sceneState('error'));
    await vi.waitFor(() => expect(root.querySelector('.message')).not.toBeNull());
    expect(find('.message h2').textContent).toBe('The server does not answer.');
    find('.message .text-button').click();
    expect(player.calls).toEqual(['retry']);
    expect(find('.message a').getAttribute('href')).toMatch(/^https:\/\/tube\.example\/w\/.*start=1m58s$/);
  });

  it('shows the wheel only after 300 ms', async () => {
    const { find, player } = await openSkin();
    player.set({ phase: 'buffering' });
    expect(find('.spinner').hidden).toBe(true);
    await vi.waitFor(() => expect(find('.spinner').hidden).toBe(false));
    player.set({ phase: 'playing' });
    expect(find('.spinner').hidden).toBe(true);
  });

  it('asks for sharing in the bar and takes the answer', async () => {
    const { root, find, player } = await openSkin(sceneState('asking'));
    await vi.waitFor(() => expect(root.querySelector('.question')).not.toBeNull());
    find('.question .text-button').click();
    expect(player.calls).toEqual(['setSharing true']);
    expect(find('.question').hidden).toBe(true);
  });

  it('goes on to the next film of a playlist, or stays if that is stopped', async () => {
    const { root, find, player } = await openSkin(sceneState('up-next'), { upNextSeconds: 1 });
    await vi.waitFor(() => expect(root.querySelector('.up-next')).not.toBeNull());
    expect(find('.up-next').textContent).toContain('Ice that sings');
    await vi.waitFor(() => expect(player.calls).toEqual(['playNext']), { timeout: 3000 });
  });

  it('shows the whole card of the next film in a player of 200 px', async () => {
    const { root, find, frame, box } = await openSkin(sceneState('up-next'), { upNextSeconds: 60, language: 'de' });
    box.style.setProperty('width', '200px');
    await vi.waitFor(() => expect(root.querySelector('.up-next')).not.toBeNull());
    const outer = frame.getBoundingClientRect();
    const bar = find('.bar').getBoundingClientRect();
    const [play, cancel] = [...root.querySelectorAll('.up-next .text-button')];
    for (const part of [find('.eyebrow'), find('.up-next .what'), play, cancel]) {
      const inner = part?.getBoundingClientRect() ?? new DOMRect();
      expect(inner.height).toBeGreaterThan(0);
      expect(inner.top).toBeGreaterThanOrEqual(outer.top);
      expect(inner.bottom).toBeLessThanOrEqual(bar.top);
      expect(inner.left).toBeGreaterThanOrEqual(outer.left);
      expect(inner.right).toBeLessThanOrEqual(outer.right);
    }
  });

  it('plays at a press on the big button', async () => {
    const { find, player } = await openSkin(sceneState('poster'));
    find('.big-play').click();
    expect(player.calls).toEqual(['play']);
    expect(find('.frame > .big-play').hidden).toBe(true);
  });

  it('keeps the focus when what was pressed goes away', async () => {
    const { find, frame } = await openSkin(sceneState('poster'));
    find('.big-play').focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(focused()).toBe(frame));
  });

  it('goes to the edge of a live', async () => {
    const { find, player } = await openSkin(sceneState('live-behind'));
    expect(find('.time').textContent).toBe('−1:20');
    find('.button.live').click();
    expect(player.calls).toEqual(['seekToLiveEdge']);
    expect(find('.button.live').classList).toContain('at-edge');
  });

  it('offers sound where the browser refused it', async () => {
    const { find, player } = await openSkin(sceneState('notices'));
    find('.unmute').click();
    expect(player.calls).toEqual(['setMuted false']);
    expect(find('.unmute').hidden).toBe(true);
  });

  it('shows as many notices as a small frame holds, the more important ones', async () => {
    const { root, box } = await openSkin(sceneState('notices'));
    const shown = () =>
      [...root.querySelectorAll<HTMLElement>('.notices>*')].filter((one) => one.offsetHeight > 0).length;
    expect(shown()).toBe(3);
    box.style.setProperty('width', '320px');
    await vi.waitFor(() => expect(shown()).toBe(2));
    const last = root.querySelector<HTMLElement>('.unmute')!.getBoundingClientRect();
    expect(last.bottom).toBeLessThan(root.querySelector<HTMLElement>('.bar')!.getBoundingClientRect().top);
  });

  it('hides the controls while nobody moves and shows them at a key', async () => {
    const { frame } = await openSkin();
    frame.blur();
    await vi.waitFor(() => expect(frame.classList).toContain('is-idle'), { timeout: 4000 });
    frame.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }));
    expect(frame.classList).not.toContain('is-idle');
  });
});

describe('the question of sharing', () => {
  it('keeps the bar in view until it is answered', async () => {
    const { root, find, frame } = await openSkin(sceneState('asking'));
    await vi.waitFor(() => expect(root.querySelector('.question')).not.toBeNull());
    frame.blur();
    const leave = () => frame.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
    leave();
    expect(frame.classList).not.toContain('is-idle');
    find('.answers .text-button').click();
    leave();
    expect(frame.classList).toContain('is-idle');
  });
});

describe('announcer', () => {
  const said = async (text: string) => {
    const status = document.querySelector('[data-skin]')?.shadowRoot?.querySelector('[role=status]');
    await vi.waitFor(() => expect(status?.textContent?.trim()).toBe(text), { timeout: 3000 });
  };

  it('is one, and says that the film plays or pauses', async () => {
    const { root, player } = await openSkin();
    expect(root.querySelectorAll('[role=status],[aria-live]').length).toBe(1);
    player.pause();
    await said('Paused');
    await player.play();
    await said('Playing');
  });

  it('groups volume and seeks into what they led to', async () => {
    await openSkin();
    press('ArrowDown');
    press('ArrowDown');
    press('ArrowDown');
    await said('Volume 50%');
    press('ArrowRight');
    press('ArrowRight');
    await said('2:08 of 4:56');
  });

  it('is silent about seeks while the slider has the focus and says them itself', async () => {
    const { find, root } = await openSkin();
    find('.seek').focus();
    press('ArrowRight');
    press('m');
    await said('Muted');
    expect(find('.seek').getAttribute('aria-valuetext')).toBe('2:03 of 4:56, Rapids and stones');
    expect(root.querySelector('[role=status]')?.textContent).not.toContain('of');
  });

  it('says captions and speed', async () => {
    await openSkin();
    press('c');
    await said('Captions: Off');
    press('>');
    await said('Speed 1.1×');
  });

  it('says what stands in the way', async () => {
    const { player } = await openSkin();
    player.set(sceneState('password'));
    await said('This video needs a password');
  });
});

describe('seek bar', () => {
  it('shows the moment and its chapter to those who move it with the keyboard', async () => {
    const { find, root } = await openSkin();
    find('.seek').focus();
    await userEvent.keyboard('{ArrowRight}');
    await vi.waitFor(() => expect(root.querySelector('.preview.shown')).not.toBeNull());
    expect(find('.preview').textContent).toBe('Rapids and stones2:03');
    find('.button.play').focus();
    expect(root.querySelector('.preview.shown')).toBeNull();
  });

  it('shows a picture of the storyboard under the pointer, and seeks only when it is let go', async () => {
    const storyboard = {
      url: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
      sheetWidthPx: 400,
      sheetHeightPx: 200,
      tileWidthPx: 100,
      tileHeightPx: 50,
      tileSeconds: 20,
    };
    const { find, root, player } = await openSkin({ ...PLAYING, storyboard });
    const box = find('.track').getBoundingClientRect();
    const clientX = box.left + box.width / 2;
    find('.progress').dispatchEvent(new PointerEvent('pointermove', { clientX, bubbles: true }));
    await vi.waitFor(() => expect(root.querySelector('.preview.shown')).not.toBeNull());
    expect(find('.moment').textContent).toBe('2:28');
    // The eighth of sixteen pictures: last column, second row.
    expect(find('.tile').style.backgroundPosition).toBe('100% 33.3333%');
    const slider = find('.seek') as HTMLInputElement;
    slider.value = '30';
    slider.dispatchEvent(new Event('input'));
    expect(player.calls).toEqual([]);
    slider.dispatchEvent(new Event('change'));
    expect(player.calls).toEqual(['seek 30']);
  });

  it('shows how far the film is where its server allows no jump', async () => {
    const { find, player } = await openSkin({ ...PLAYING, seekable: { startSeconds: 0, endSeconds: 0 } });
    expect(find('.progress').hidden).toBe(false);
    expect((find('.seek') as HTMLInputElement).disabled).toBe(true);
    expect(find('.progress').style.getPropertyValue('--at')).toBe('0.4');
    player.set({ seekable: { startSeconds: 0, endSeconds: 296 } });
    expect((find('.seek') as HTMLInputElement).disabled).toBe(false);
  });

  it('cuts the track where chapters meet and shows what is buffered', async () => {
    const { find } = await openSkin();
    expect(find('.track').style.maskImage.match(/transparent/g)?.length).toBe(6);
    expect(find('.buffered').style.backgroundImage.match(/currentcolor/gi)?.length).toBe(4);
  });
});
