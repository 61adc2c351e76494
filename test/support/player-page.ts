import { createPlayer } from '../../src/element/create-player.ts';

/** A whole player, with its skin, for a file of the same server: what `test/bench/skin.ts` weighs. */
const stage = document.querySelector<HTMLElement>('#stage');
if (stage !== null) {
  stage.style.setProperty('width', '800px');
  const player = createPlayer(stage, { source: new URL('/film.mp4', location.href).href, p2p: 'off', language: 'en' });
  player.on('stateChanged', ({ state }) => {
    if (state.phase === 'ready') document.documentElement.dataset.ready = 'yes';
  });
}
