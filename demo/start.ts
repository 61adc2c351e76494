import { spawn } from 'node:child_process';
import { buildPages } from './pages-build.ts';
import { createWorld } from './world.ts';

const port = Number(process.env.PORT ?? 8010);
/** Neighbouring ports; any free ones for nought. Where a port is taken, another one is found. */
const ports = port === 0 ? ([0, 0, 0] as const) : ([port, port + 1, port + 2] as const);
const startedAtMs = performance.now();
const world = await createWorld({ ports, pages: await buildPages() });
const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);

console.log(`
  Fleuve's demo is ready (${seconds} s):

    ${world.origin}/            start here
    ${world.origin}/theatre     viewers who carry a film for each other
    ${world.secondOrigin}/            a second instance, which follows the first
    ${world.blogOrigin}/            somebody's blog with embeds

  Ctrl+C stops it.
`);

openBrowser(`${world.origin}/`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void world.close().then(() => process.exit(0));
  });
}

/** Only where somebody sits in front of it. */
function openBrowser(url: string): void {
  if (process.env.CI || process.env.NO_OPEN) return;
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDisplay || !process.stdout.isTTY) return;
  const commands: Record<string, [string, string[]]> = {
    darwin: ['open', [url]],
    win32: ['cmd', ['/c', 'start', '', url]],
  };
  const [command, args] = commands[process.platform] ?? ['xdg-open', [url]];
  // Nothing is lost if there is no such command: the address is on the screen.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
