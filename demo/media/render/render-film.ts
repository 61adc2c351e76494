/**
 * Writes raw RGB frames to standard output:
 * `tsx render-film.ts <width> <height> <fps> <from second> <to second> [evening|north] [slowness]`.
 */
import { once } from 'node:events';
import { develop } from './frame.ts';
import { createRiver, EVENING, NORTH } from './river.ts';

const [width, height, fps, from, to] = process.argv.slice(2, 7).map(Number) as [number, number, number, number, number];
const [placeName = 'evening', slowness = '1'] = process.argv.slice(7);
const film = createRiver(width, height, placeName === 'north' ? NORTH : EVENING);
const rate = fps * Number(slowness);

for (let index = Math.round(from * rate); index < Math.round(to * rate); index++) {
  const picture = develop(film.draw(index / rate), 1.15);
  if (!process.stdout.write(picture)) await once(process.stdout, 'drain');
}
