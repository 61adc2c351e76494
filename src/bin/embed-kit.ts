import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseHttpUrl } from '../base/check.ts';
import { PlayerError } from '../base/errors.ts';
import { createFilmCard } from '../embed/kit/film-card.ts';
import { createFilmPage } from '../embed/kit/film-page.ts';
import { createOEmbed } from '../embed/kit/oembed.ts';
import type { Video } from '../media/video.ts';
import { createBrowserPorts } from '../platform/browser.ts';
import { resolveVideo } from '../source/resolve.ts';
import type { CommandWords } from './command-line.ts';

/** `fleuve embed-kit`: for each film, `<out>/<name>/index.html` and `<out>/<name>/oembed.json`. */
export async function writeEmbedKit(words: CommandWords): Promise<string> {
  if (words.values.length === 0) throw new PlayerError('usage', 'Name at least one film by its address.');
  const host = parseHttpUrl(words.required('host'));
  if (host === null)
    throw new PlayerError('usage', 'The option --host wants an address such as https://player.example.');
  const out = words.required('out');
  const playerHost = host.endsWith('/') ? host : `${host}/`;
  const written: string[] = [];
  for (const input of words.values) written.push(await writeFilm(input, { out, playerHost }));
  return written.join('\n');
}

async function writeFilm(input: string, options: { out: string; playerHost: string }): Promise<string> {
  const found = await resolveVideo(input, { ports: createBrowserPorts() });
  if (found.kind !== 'video') throw new PlayerError('usage', `${input} is a list of films: name each film by itself.`);
  const name = folderName(found.video);
  const pageUrl = new URL(`${name}/`, options.playerHost).href;
  const card = createFilmCard(found.video, { playerHost: options.playerHost });
  const page = createFilmPage(card, { pageUrl, oEmbedUrl: new URL('oembed.json', pageUrl).href });
  const folder = join(options.out, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'oembed.json'), `${JSON.stringify(createOEmbed(card), null, 2)}\n`);
  return `${found.video.title}: ${join(folder, 'index.html')}`;
}

/** The last part of the film's address where it is plain, which its own pages end in. */
function folderName(video: Video): string {
  const last =
    new URL(video.pageUrl ?? video.id).pathname
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? 'film';
  return last.replace(/[^A-Za-z0-9_-]/g, '-');
}
