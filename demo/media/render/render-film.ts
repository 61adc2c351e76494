/** Writes raw RGB frames to standard output: `tsx render-film.ts <width> <height> <fps> <from second> <to second>`. */
import { once } from 'node:events';
import { develop } from './frame.ts';
import { createRiver } from './river.ts';

const [width, height, fps, from, to] = process.argv.slice(2).map(Number) as [number, number, number, number, number];
const film = createRiver(width, height);

for (let index = Math.round(from * fps); index < Math.round(to * fps); index++) {
  const picture = develop(film.draw(index / fps), 1.15);
  if (!process.stdout.write(picture)) await once(process.stdout, 'drain');
}
