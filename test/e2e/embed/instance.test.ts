import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { riverOfLight } from '../../../demo/catalogue/films.ts';
import { riverList } from '../../../demo/catalogue/lists.ts';
import { type Demo, startDemo } from '../../support/demo.ts';
import { buildEmbedFolder } from '../../support/embed-site.ts';
import { BROWSER_ARGUMENTS, findBrowser } from '../../support/find-browser.ts';
import { findFreePort } from '../../support/free-port.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'].find((path) => existsSync(path));
const run = promisify(execFile);

/** The command as it is installed, from its source. */
function fleuve(...words: string[]): Promise<{ stdout: string }> {
  return run(process.execPath, ['--import', 'tsx', join(ROOT, 'src/bin/fleuve.ts'), ...words], { cwd: ROOT });
}

let demo: Demo;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  demo = await startDemo({ hasPages: false });
  browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] });
  folder = await mkdtemp(join(tmpdir(), 'fleuve-'));
});

afterAll(async () => {
  await browser?.close();
  await demo?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('fleuve embed-kit', () => {
  it('writes a page and an oEmbed answer for a film of an instance', async () => {
    const out = join(folder, 'kit');
    const film = `${demo.origin}/w/${riverOfLight.uuid}`;
    const { stdout } = await fleuve('embed-kit', film, '--host', 'https://player.example', '--out', out);
    expect(stdout).toContain(riverOfLight.title);
    const [name] = /kit\/([\w-]+)\/index\.html/.exec(stdout)?.slice(1) ?? [];
    const oEmbed = JSON.parse(await readFile(join(out, name ?? '', 'oembed.json'), 'utf8'));
    expect(oEmbed).toMatchObject({ type: 'video', version: '1.0', title: riverOfLight.title, width: 560 });
    const page = await readFile(join(out, name ?? '', 'index.html'), 'utf8');
    expect(page).toContain(`href="https://player.example/${name}/oembed.json"`);
    expect(page).toContain('property="og:video:url" content="https://player.example/embed.html?url=');
  });

  it('says what is missing', async () => {
    await expect(fleuve('embed-kit', '--out', folder)).rejects.toMatchObject({ code: 1 });
    await expect(fleuve('embed-kit', 'x', '--out', folder)).rejects.toMatchObject({
      stderr: expect.stringContaining('--host'),
    });
  });
});

// nginx is a part that not every machine has; the project's own checks install it.
describe.runIf(NGINX !== undefined || process.env.CI !== undefined)(
  'the page in front of an instance, by nginx',
  () => {
    let nginx: ChildProcess;
    let origin: string;

    beforeAll(async () => {
      const root = join(folder, 'embed');
      await fleuve('build-embed', '--base', '/videos/embed/', '--out', root, '--from', await buildEmbedFolder());
      const port = await findFreePort();
      origin = `http://127.0.0.1:${port}`;
      await writeFile(join(folder, 'nginx.conf'), await writeConfiguration(root, port));
      nginx = spawn(NGINX ?? 'nginx', ['-p', folder, '-c', 'nginx.conf', '-g', 'daemon off; master_process off;'], {
        stdio: 'ignore',
      });
      await waitForPort(port);
    });

    afterAll(() => {
      nginx?.kill();
    });

    it('plays the film at the address of the instance’s own embed', async () => {
      const page = await browser.newPage();
      await page.goto(`${origin}/videos/embed/${riverOfLight.uuid}?autoplay=1`);
      await page.waitForFunction('document.querySelector("fleuve-player")?.player?.media.currentTime > 0.3');
      expect(await page.title()).toBe(riverOfLight.title);
      await page.close();
    });

    it('plays a list there', async () => {
      const page = await browser.newPage();
      await page.goto(`${origin}/video-playlists/embed/${riverList.uuid}?autoplay=1`);
      await page.waitForFunction('document.querySelector("fleuve-player")?.player?.state.playlist !== null');
      await page.waitForFunction('document.querySelector("fleuve-player")?.player?.media.currentTime > 0.3');
      await page.close();
    });

    it('leaves everything else to the instance', async () => {
      const answer = await fetch(`${origin}/api/v1/videos/${riverOfLight.uuid}`);
      expect(await answer.json()).toMatchObject({ uuid: riverOfLight.uuid });
    });

    /** The block that the documentation gives, with this folder's path, before a proxy to the demo. */
    async function writeConfiguration(root: string, port: number): Promise<string> {
      const text = await readFile(join(ROOT, 'docs/instances.md'), 'utf8');
      const block = /```nginx\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
      expect(block).toContain('/var/www/fleuve-embed');
      return `
      pid nginx.pid; error_log error.log;
      events {}
      http {
        access_log off;
        types { text/html html; text/javascript js; text/css css; application/json json; }
        client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi; scgi_temp_path scgi;
        server {
          listen 127.0.0.1:${port};
          ${block.replace('/var/www/fleuve-embed', root)}
          location / { proxy_pass ${demo.origin}; }
        }
      }`;
    }
  },
);

/** Resolves when somebody listens there; a refused connection is tried again for ten seconds. */
async function waitForPort(port: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await isListening(port))) {
    if (performance.now() > deadline) throw new Error(`Nobody listens on port ${port}.`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
