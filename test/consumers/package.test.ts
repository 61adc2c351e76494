import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** A page's own code, as somebody would write it. */
const PAGE = `
import { createPlayer, PlayerError, type PlayerState } from 'fleuve';
import 'fleuve/define';
import { createEmbedClient } from 'fleuve/embed';
import { createOEmbed } from 'fleuve/embed-kit';
import { createHlsLoaders } from 'fleuve/hlsjs';
const player = createPlayer(document.body, { source: 'https://tube.example/w/1', p2p: 'ask' });
player.on('stateChanged', ({ state }: { state: PlayerState }) => console.log(state.phase));
const frame = document.querySelector('iframe');
if (frame !== null) createEmbedClient(frame).on('sharingUpdate', ({ toPeersBytes }) => console.log(toPeersBytes));
document.querySelector('fleuve-player')?.player?.pause();
// @ts-expect-error no such word
createPlayer(document.body, { p2p: 'perhaps' });
export const used = [createHlsLoaders, createOEmbed, PlayerError];
`;

let folder: string;

/** The package as npm would publish it, installed beside its dependencies. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleuve-package-'));
  await run('npm', ['run', 'build'], { cwd: ROOT });
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT });
  await mkdir(join(folder, 'node_modules', 'fleuve'), { recursive: true });
  const tarball = join(folder, stdout.trim());
  await run('tar', ['-xzf', tarball, '-C', join(folder, 'node_modules', 'fleuve'), '--strip-components', '1']);
  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    await mkdir(join(folder, 'node_modules', name, '..'), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }');
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('imports every entry in Node, where there is no DOM', async () => {
    const { exports } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { exports: object };
    const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));
    expect(entries.length).toBeGreaterThan(5);
    const script = entries.map((entry) => `await import(${JSON.stringify(entry.replace('.', 'fleuve'))});`).join('\n');
    await writeFile(join(folder, 'imports.js'), script);
    await run(process.execPath, ['imports.js'], { cwd: folder });
  });

  it.each(['bundler', 'nodenext'])('has types that resolve as %s', async (resolution) => {
    await writeFile(join(folder, 'page.ts'), PAGE);
    const module = resolution === 'bundler' ? 'esnext' : resolution;
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--types', ''];
    const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
    const words = [...options, '--module', module, '--moduleResolution', resolution, 'page.ts'];
    await run(tsc, words, { cwd: folder }).catch((error: { stdout: string }) => expect.fail(error.stdout));
  });

  it('brings a command', async () => {
    const command = join(folder, 'node_modules', 'fleuve', 'dist', 'bin', 'fleuve.js');
    const out = join(folder, 'embed');
    await run(process.execPath, [command, 'build-embed', '--base', '/player/', '--out', out], { cwd: folder });
    expect(await readFile(join(out, 'embed.html'), 'utf8')).toContain('src="/player/assets/');
    expect(JSON.parse(await readFile(join(out, 'embed.config.json'), 'utf8'))).toEqual({ instances: [] });
  });
});
