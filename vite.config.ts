import { playwright } from '@vitest/browser-playwright';
import type { Plugin, UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { BROWSER_ARGUMENTS, findBrowser } from './test/support/find-browser.ts';
import { slimHls } from './vite.slim-hls.ts';

/** Packages that an integrator's own build brings in, whole or on demand. */
const EXTERNAL = [
  /^hls\.js/,
  /^@noble\/hashes/,
  /^socket\.io-client/,
  /^p2p-media-loader-core/,
  /^simple-peer/,
  /^video\.js/,
  /^node:/,
];

/** The npm package: one file an entry, shared parts and lazy ones in chunks. */
const LIBRARY: UserConfig = {
  build: {
    target: 'es2022',
    lib: {
      entry: {
        index: 'src/index.ts',
        define: 'src/element/define.ts',
        embed: 'src/embed/dom/client.ts',
        'embed-kit': 'src/embed/kit/index.ts',
        hlsjs: 'src/integrations/hlsjs/hlsjs.ts',
        videojs: 'src/integrations/videojs/videojs.ts',
        'p2p-media-loader': 'src/integrations/p2p-media-loader/p2p-media-loader.ts',
        'simple-peer': 'src/integrations/simple-peer/simple-peer.ts',
        'bin/fleuve': 'src/bin/fleuve.ts',
      },
      formats: ['es'],
    },
    rollupOptions: { external: EXTERNAL },
  },
};

/** Chunks are small and few before the click: what fetches them ahead would weigh more than it saves. */
const NO_PRELOAD: Plugin = {
  name: 'no-preload',
  enforce: 'pre',
  load: (id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : null),
};

/** The embed page: static files for any folder of any host (`vite build --mode embed`). */
const EMBED_PAGE: UserConfig = {
  plugins: [NO_PRELOAD, slimHls()],
  root: 'src/embed/page',
  base: './',
  build: {
    target: 'es2022',
    outDir: '../../../dist/embed',
    emptyOutDir: true,
    modulePreload: false,
    rollupOptions: { input: 'src/embed/page/embed.html' },
  },
};

/** Known beforehand, so that no test is reloaded when one of them is met for the first time. */
const LAZY_PACKAGES = [
  'axe-core',
  'hls.js',
  '@noble/hashes/legacy.js',
  '@noble/hashes/sha2.js',
  'p2p-media-loader-core',
  'simple-peer/simplepeer.min.js',
  'socket.io-client',
  'video.js/core',
];

const browserProject = () => ({
  optimizeDeps: { include: LAZY_PACKAGES },
  test: {
    name: 'browser',
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 30_000,
    retry: 1,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] } }),
      instances: [{ browser: 'chromium' as const }],
    },
  },
});

/** The browser is looked for only where a project needs it, so that `vitest --project unit` runs without one. */
const wantsBrowser = !process.argv.includes('--project') || process.argv.includes('browser');

const TESTS = {
  projects: [
    {
      test: {
        name: 'unit',
        include: ['test/unit/**/*.test.ts', 'test/compliance/**/*.test.ts', 'test/*.test.ts'],
        // Property tests and imports of everything take a while on a machine that has other work.
        testTimeout: 20_000,
      },
    },
    { test: { name: 'sim', include: ['test/sim/**/*.test.ts'], testTimeout: 60_000 } },
    {
      test: {
        name: 'types',
        include: [],
        typecheck: { enabled: true, only: true, include: ['test/types/**/*.test-d.ts'] },
      },
    },
    ...(process.env.VITEST !== undefined && wantsBrowser ? [browserProject()] : []),
    {
      test: {
        name: 'e2e',
        include: ['test/e2e/**/*.test.ts', 'test/interop/**/*.test.ts', 'test/consumers/**/*.test.ts'],
        testTimeout: 120_000,
        hookTimeout: 60_000,
        // Whole browsers, networks and clocks of a shared machine: what fails twice more is not chance.
        retry: 2,
        // Every file starts browsers of its own: one after the other on small machines.
        fileParallelism: false,
      },
    },
  ],
};

export default defineConfig(({ mode }) => ({ ...(mode === 'embed' ? EMBED_PAGE : LIBRARY), test: TESTS }));
