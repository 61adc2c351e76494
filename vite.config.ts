import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BROWSER_ARGUMENTS, findBrowser } from './test/support/find-browser.ts';

/** Projects that need a browser look for it when they are asked for, so that `vitest --project unit` runs without one. */
const browserProject = () => ({
  test: {
    name: 'browser',
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 30_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] } }),
      instances: [{ browser: 'chromium' as const }],
    },
  },
});

const wantsBrowser = !process.argv.includes('--project') || process.argv.includes('browser');

export default defineConfig({
  build: {
    target: 'es2022',
    lib: { entry: { index: 'src/index.ts', define: 'src/element/define.ts' }, formats: ['es'] },
    rollupOptions: { external: [/^hls\.js/, /^@noble\/hashes/, /^socket\.io-client/] },
  },
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/compliance/**/*.test.ts', 'test/*.test.ts'] } },
      { test: { name: 'sim', include: ['test/sim/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'types',
          include: [],
          typecheck: { enabled: true, only: true, include: ['test/types/**/*.test-d.ts'] },
        },
      },
      ...(wantsBrowser ? [browserProject()] : []),
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/interop/**/*.test.ts', 'test/consumers/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // Every file starts browsers of its own: one after the other on small machines.
          fileParallelism: false,
        },
      },
    ],
  },
});
