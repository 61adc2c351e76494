import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlayerError } from '../base/errors.ts';
import type { CommandWords } from './command-line.ts';

/** What the page's own build writes where its files will stand. */
const BUILT_BASE = './';

/**
 * `fleuve build-embed`: copies the built page and gives it its folder, so that it can answer under other paths
 * (`/videos/embed/…`) and still find its files.
 */
export async function buildEmbed(words: CommandWords): Promise<string> {
  const base = words.required('base');
  if (!/^(https?:\/\/[^/]+)?\/([\w.~-]+\/)*$/.test(base)) {
    throw new PlayerError('usage', 'The option --base wants a path with a slash at both ends, such as /player/.');
  }
  const out = words.required('out');
  const built = words.option('from') ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'embed');
  await cp(built, out, { recursive: true });
  for (const name of (await readdir(out)).filter((file) => file.endsWith('.html'))) {
    const html = await readFile(join(out, name), 'utf8');
    await writeFile(join(out, name), html.replaceAll(`="${BUILT_BASE}`, `="${base}`));
  }
  const instances = (words.option('instances') ?? '').split(',').filter((host) => host !== '');
  await writeFile(join(out, 'embed.config.json'), `${JSON.stringify({ instances }, null, 2)}\n`);
  return `The page is in ${out}, for ${base}.`;
}
