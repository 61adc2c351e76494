import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { PlayerError } from '../../../src/base/errors.ts';
import { createMemoryStorage } from '../../../src/base/storage.ts';
import { definePlayerElement, type FleuvePlayerElement } from '../../../src/element/video-element.ts';
import type { Player } from '../../../src/player/player.ts';
import { createFilm, streamUrl, untilPhase } from '../player/stage.ts';

definePlayerElement();

afterEach(() => document.body.replaceChildren());

function create(attributes: Readonly<Record<string, string>>): FleuvePlayerElement {
  const element = document.createElement('fleuve-player');
  element.options = { engine: 'http', isMuted: true, ports: { storage: createMemoryStorage() } };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function untilCreated(element: FleuvePlayerElement): Promise<Player> {
  return new Promise((resolve) =>
    element.addEventListener('fleuve-created', ({ detail }) => resolve(detail), { once: true }),
  );
}

/** Puts the element into the page and waits for its player. */
async function show(element: FleuvePlayerElement): Promise<Player> {
  const created = untilCreated(element);
  document.body.append(element);
  return created;
}

/** Addresses that the page asked for, from now on. */
function watchRequests(): () => readonly string[] {
  performance.clearResourceTimings();
  return () => performance.getEntriesByType('resource').map(({ name }) => name);
}

describe('FleuvePlayerElement', () => {
  it('plays what its attributes say and tells what happens', async () => {
    const element = create({ src: streamUrl('single.m3u8'), start: '0m10s', captions: 'off' });
    const phases: string[] = [];
    element.addEventListener('fleuve-statechange', ({ detail }) => phases.push(detail.state.phase));
    const ended = new Promise((resolve) => element.addEventListener('fleuve-ended', resolve, { once: true }));
    const player = await show(element);
    await untilPhase({ player }, 'ready');
    await element.play();
    await ended;
    expect(phases).toEqual(expect.arrayContaining(['resolving', 'ready', 'playing']));
    expect(player.state.positionSeconds).toBeGreaterThan(10);
  });

  it('takes another film when `src` changes', async () => {
    const element = create({ src: streamUrl('single.m3u8') });
    const player = await show(element);
    const { video } = await untilPhase({ player }, 'ready');
    element.src = streamUrl('ts.m3u8');
    expect(player.state.phase).toBe('resolving');
    expect((await untilPhase({ player }, 'ready')).video?.id).not.toBe(video?.id);
    element.src = null;
    expect(player.state.phase).toBe('idle');
  });

  it('says what is wrong with an attribute, in words and as an event', async () => {
    const element = create({ src: streamUrl('single.m3u8'), p2p: 'maybe' });
    const failed = new Promise<PlayerError>((resolve) =>
      element.addEventListener('fleuve-failed', ({ detail }) => resolve(detail), { once: true }),
    );
    document.body.append(element);
    expect((await failed).code).toBe('invalid-option');
    expect(element.textContent).toMatch(/'p2p' must be one of .+ what came was 'maybe'/);
    expect(element.player).toBeNull();
  });

  it('goes on when it is moved within the page, and ends when it is taken out', async () => {
    const element = create({ src: streamUrl('single.m3u8') });
    const player = await show(element);
    let isDestroyed = false;
    player.on('destroyed', () => {
      isDestroyed = true;
    });
    const box = document.body.appendChild(document.createElement('div'));
    box.append(element);
    await Promise.resolve();
    expect(element.player).toBe(player);
    element.remove();
    await Promise.resolve();
    await Promise.resolve();
    expect(isDestroyed).toBe(true);
    expect(element.player).toBeNull();
    const next = await show(element);
    expect(next).not.toBe(player);
    await untilPhase({ player: next }, 'ready');
  });

  it('starts anew when an option changes that a player takes only at its start', async () => {
    const element = create({ src: streamUrl('single.m3u8') });
    const player = await show(element);
    const next = untilCreated(element);
    element.setAttribute('p2p', 'off');
    expect(await next).not.toBe(player);
  });

  it('takes a film that is known already', async () => {
    const element = create({});
    element.options = { ...element.options, source: createFilm({ title: 'Known' }) };
    const player = await show(element);
    expect((await untilPhase({ player }, 'ready')).video?.title).toBe('Known');
  });

  it('as a facade asks for its poster only, until it is clicked', async () => {
    const poster = 'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 9%22/%3E';
    const requests = watchRequests();
    const element = create({ src: streamUrl('single.m3u8'), facade: '', poster, heading: 'A film' });
    document.body.append(element);
    const button = await expect
      .poll(() => element.shadowRoot?.querySelector('button'))
      .toBeTruthy()
      .then(() => element.shadowRoot!.querySelector('button')!);
    expect(requests().filter((url) => url.includes('/streams/'))).toEqual([]);
    expect(requests().filter((url) => url.includes('/player/'))).toEqual([]);
    expect(element.player).toBeNull();
    const created = untilCreated(element);
    button.click();
    const player = await created;
    await untilPhase({ player }, 'playing');
    onTestFinished(() => player.destroy());
  });
});
