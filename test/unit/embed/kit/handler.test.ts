import { describe, expect, it } from 'vitest';
import { PlayerError } from '../../../../src/base/errors.ts';
import { createEmbedKitHandler } from '../../../../src/embed/kit/handler.ts';
import { FILM, PLAYER_HOST } from './film.ts';

const ASKED = encodeURIComponent('https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv');

function createHandler(mayEmbed?: () => Promise<boolean>) {
  const asked: string[] = [];
  const handler = createEmbedKitHandler({
    playerHost: PLAYER_HOST,
    config: { instances: ['tube.example'] },
    resolve: async (input) => {
      asked.push(input);
      if (!input.endsWith('bv')) throw new PlayerError('not-found', 'There is no film at this address.');
      return FILM;
    },
    ...(mayEmbed === undefined ? {} : { mayEmbed }),
  });
  return { asked, get: (path: string) => handler(new Request(`https://player.example${path}`)) };
}

describe('createEmbedKitHandler', () => {
  it('answers oEmbed within the limits, for caches and for pages of other origins', async () => {
    const response = await createHandler().get(`/oembed?url=${ASKED}&maxwidth=280&maxheight=1000&format=json`);
    expect(response?.status).toBe(200);
    expect(response?.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(response?.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response?.json()).toMatchObject({ type: 'video', version: '1.0', width: 280, height: 157 });
  });

  it('answers the page with exactly one encoded address in its oEmbed link', async () => {
    const { get, asked } = createHandler();
    const html = (await (await get(`/watch?url=${ASKED}`))?.text()) ?? '';
    const href = /application\/json\+oembed" href="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(href).toBe(`https://player.example/oembed?url=${ASKED}`);
    // Consumers ask for the page's own address as well as for the film's.
    await get(`/oembed?url=${encodeURIComponent(`https://player.example/watch?url=${ASKED}`)}`);
    expect(asked.at(-1)).toBe('https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv');
  });

  it.each([
    ['/oembed', 400, 'has to be'],
    ['/oembed?url=javascript:alert(1)', 400, 'has to be'],
    [`/oembed?url=${encodeURIComponent('https://evil.example/w/1')}`, 403, 'does not show'],
    [`/oembed?url=${encodeURIComponent('https://tube.example/w/none')}`, 404, 'no film'],
    [`/oembed?url=${ASKED}&format=xml`, 501, 'format=json'],
  ])('answers %s with %d and a sentence', async (path, status, words) => {
    const response = await createHandler().get(path);
    expect(response?.status).toBe(status);
    expect(await response?.json()).toEqual({ error: expect.stringContaining(words) });
  });

  it('refuses a film whose owner does not let other sites show it', async () => {
    const response = await createHandler(async () => false).get(`/oembed?url=${ASKED}`);
    expect(response?.status).toBe(403);
  });

  it('leaves other paths to others', async () => {
    expect(await createHandler().get('/embed.html')).toBeNull();
  });
});
