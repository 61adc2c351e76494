import { describe, expect, it } from 'vitest';
import { createFilm, createStage, until, untilPhase } from './stage.ts';

describe('createPlayerCore, twice on one page', () => {
  it('plays one film in two players with one engine, and destroying the first leaves the second running', async () => {
    const first = createStage({ source: createFilm(), engine: 'fleuve' });
    await untilPhase(first, 'ready');
    void first.player.play();
    await untilPhase(first, 'playing');
    const second = createStage({ source: createFilm(), engine: 'fleuve' });
    await untilPhase(second, 'ready');
    void second.player.play();
    await until(second, 'it plays', ({ positionSeconds }) => positionSeconds > 0.5);
    // Everything came from what the first one has and asks for.
    expect(second.http.requests).toEqual([]);
    expect(first.http.requests.length).toBeGreaterThan(0);
    first.player.destroy();
    second.player.seek(10);
    await until(second, 'it plays at 10 s', (state) => state.phase === 'playing' && state.positionSeconds > 10.2);
    expect(second.told).toEqual([]);
  });

  it('begins anew when the last player was destroyed', async () => {
    const first = createStage({ source: createFilm(), engine: 'fleuve' });
    void first.player.play();
    await untilPhase(first, 'playing');
    first.player.destroy();
    const second = createStage({ source: createFilm(), engine: 'fleuve' });
    void second.player.play();
    await untilPhase(second, 'playing');
    expect(second.http.requests.length).toBeGreaterThan(0);
  });
});
