import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

const FIXED_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Quiet, without a sandbox (tests run as root in containers), free to play, and with local addresses in the open. */
export const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
] as const;

/** For several viewers in one browser: none of them is slowed down because another is in front. */
export const MANY_VIEWERS_ARGUMENTS = [
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
] as const;

/**
 * The path of a Chromium: `CHROME_PATH`, the usual names on the PATH, the usual places, playwright's cache.
 * @throws with a sentence that says how to get one.
 */
export function findBrowser(): string {
  const fromEnvironment = process.env.CHROME_PATH;
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    if (existsSync(fromEnvironment)) return fromEnvironment;
    throw new Error(`CHROME_PATH names ${fromEnvironment}, and there is no such file.`);
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...FIXED_PATHS];
  const found = candidates.find((path) => existsSync(path)) ?? findInPlaywrightCache();
  if (found !== undefined) return found;
  throw new Error(
    'The tests need a Chromium and found none. Install one (Debian: apt-get install chromium), run ' +
      '`npx playwright-core install chromium`, or set CHROME_PATH to the one you have.',
  );
}

function findInPlaywrightCache(): string | undefined {
  const root = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(root)) return undefined;
  const paths = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'];
  return readdirSync(root)
    .filter((name) => name.startsWith('chromium-'))
    .sort()
    .reverse()
    .flatMap((name) => paths.map((path) => join(root, name, path)))
    .find((path) => existsSync(path));
}
