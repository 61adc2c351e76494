import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin, UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { BROWSER_ARGUMENTS, findBrowser } from './test/support/find-browser.ts';

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

const SOURCES = join(import.meta.dirname, 'node_modules', 'hls.js', 'src');

/** Marks the copy of hls.js's modules that knows fragmented MP4 from a finished film, and nothing else. */
const FMP4 = '?fmp4';
/** Who imports hls.js from there gets that copy. */
const FMP4_IMPORTER = join(import.meta.dirname, 'src', 'playback', 'dom', 'hls-fmp4.ts');

const NOTHING = 'export default undefined;';

/** What the player never uses of hls.js, and what stands in for it. Nobody reads the logs of an embed page. */
const UNUSED: Readonly<Record<string, string>> = {
  'controller/cmcd-controller.ts': NOTHING,
  'controller/content-steering-controller.ts': NOTHING,
  'controller/eme-controller.ts': NOTHING,
  'controller/fps-controller.ts': NOTHING,
  'controller/iframe-controller.ts': 'export const IFrameController = undefined;',
  'controller/interstitials-controller.ts': NOTHING,
  'controller/subtitle-stream-controller.ts': 'export const SubtitleStreamController = undefined;',
  'controller/subtitle-track-controller.ts': NOTHING,
  'controller/timeline-controller.ts': 'export const TimelineController = undefined;',
  'demux/inject-worker.ts': `
    export const hasUMDWorker = () => false;
    export const injectWorker = () => null, loadWorker = injectWorker, removeWorkerFromStore = injectWorker;`,
  'utils/cues.ts': NOTHING,
  'utils/fetch-loader.ts': 'export default undefined; export const fetchSupported = () => false;',
  'utils/logger.ts': `
    const nothing = () => {};
    export const logger = { trace: nothing, debug: nothing, log: nothing, warn: nothing, info: nothing, error: nothing };
    export class Logger { constructor() { Object.assign(this, logger); } }
    export const enableLogs = () => ({ ...logger });`,
  'utils/mediacapabilities-helper.ts': `
    export const SUPPORTED_INFO_DEFAULT = { supported: true, configurations: [], decodingInfoResults: [] };
    export const getUnsupportedResult = (error, configurations) =>
      ({ supported: false, configurations, decodingInfoResults: [], error });
    export const requiresMediaCapabilitiesDecodingInfo = () => false;
    export const getMediaDecodingInfoPromise = () => Promise.resolve(SUPPORTED_INFO_DEFAULT);
    export const estimatedAudioBitrate = (codec, levelBitrate) =>
      levelBitrate <= 1
        ? 1
        : Math.min(levelBitrate / 2, codec === 'ec-3' ? 768000 : codec === 'ac-3' ? 640000 : 128000);`,
  'utils/xhr-loader.ts': NOTHING,
};

/** What a film of fragmented MP4 needs besides never: other containers, keys, lives, timed metadata. */
const UNUSED_BY_FMP4: Readonly<Record<string, string>> = {
  ...UNUSED,
  'controller/id3-track-controller.ts': NOTHING,
  'controller/latency-controller.ts': NOTHING,
  'crypt/decrypter.ts': `
    export default class {
      isSync() { return true; }
      flush() { return null; }
      reset() {}
      destroy() {}
      decrypt() { return Promise.reject(new Error('Keys need the whole of hls.js.')); }
    }`,
  'demux/audio/aacdemuxer.ts': NOTHING,
  'demux/audio/ac3-demuxer.ts': 'export const AC3Demuxer = undefined;',
  'demux/audio/mp3demuxer.ts': NOTHING,
  'demux/tsdemuxer.ts': NOTHING,
  'loader/date-range.ts': 'export class DateRange { id = ""; isValid = false; }',
  'loader/key-loader.ts': `
    import { LoadError } from './fragment-loader';
    export default class {
      abort() {}
      destroy() {}
      loadClear() { return null; }
      load(frag) {
        const error = new Error('Keys need the whole of hls.js.');
        const data = { type: 'networkError', details: 'keyLoadError', fatal: false, frag, error, networkDetails: null };
        return Promise.reject(new LoadError(data));
      }
    }`,
  'remux/mp4-remuxer.ts': `
    export default undefined;
    export const flushTextTrackMetadataCueSamples = () => undefined;
    export const flushTextTrackUserdataCueSamples = () => undefined;`,
};

const SWITCHES = {
  __VERSION__: JSON.stringify('1.7'),
  __USE_ALT_AUDIO__: 'true',
  __USE_M2TS_ADVANCED_CODECS__: 'false',
  __USE_CMCD__: 'false',
  __USE_CONTENT_STEERING__: 'false',
  __USE_EME_DRM__: 'false',
  __USE_IFRAMES__: 'false',
  __USE_INTERSTITIALS__: 'false',
  __USE_MEDIA_CAPABILITIES__: 'false',
  __USE_SUBTITLES__: 'false',
  __USE_VARIABLE_SUBSTITUTION__: 'false',
  __IN_WORKER__: 'false',
  __HLS_WORKER_BUNDLE__: 'undefined',
};

/**
 * hls.js from its own sources, twice: with what any stream needs that an embed plays (separate audio and MPEG-TS, but
 * no EME, no advertisements, and no second way to captions, which come from the instance), and with what a film of
 * fragmented MP4 needs, for `playback/dom/hls-fmp4.ts`.
 */
function slimHls(): Plugin {
  return {
    name: 'slim-hls',
    enforce: 'pre',
    config: () => ({ define: SWITCHES }),
    resolveId(source, importer = '') {
      if (source === 'hls.js') return join(SOURCES, 'hls.ts') + (importer === FMP4_IMPORTER ? FMP4 : '');
      if (!importer.startsWith(SOURCES) || !importer.endsWith(FMP4)) return null;
      const from = importer.slice(0, -FMP4.length);
      if (!source.startsWith('.')) return this.resolve(source, from, { skipSelf: true });
      return `${resolve(dirname(from), source)}.ts${FMP4}`;
    },
    load(id) {
      if (!id.startsWith(SOURCES)) return null;
      const isFmp4 = id.endsWith(FMP4);
      const path = isFmp4 ? id.slice(0, -FMP4.length) : id;
      return (isFmp4 ? UNUSED_BY_FMP4 : UNUSED)[relative(SOURCES, path)] ?? readFile(path, 'utf8');
    },
    transform: {
      order: 'post',
      handler(code, id) {
        return id.startsWith(SOURCES) ? withoutLogs(code, this.parse(code)) : null;
      },
    },
  };
}

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [field: string]: unknown };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** Takes out every statement that only writes a log. */
function withoutLogs(code: string, program: unknown): string {
  let kept = '';
  let position = 0;
  const visit = (node: Node) => {
    if (!isLogStatement(node)) {
      childrenOf(node).forEach(visit);
      return;
    }
    kept += `${code.slice(position, node.start)};`;
    position = node.end;
  };
  if (isNode(program)) visit(program);
  return kept + code.slice(position);
}

const LOG_METHODS = ['trace', 'debug', 'log', 'info', 'warn', 'error'];

/** `this.log(…);`, `logger.warn(…);` or `hls.logger.error(…);` */
function isLogStatement({ type, expression }: Node): boolean {
  if (type !== 'ExpressionStatement' || !isNode(expression) || expression.type !== 'CallExpression') return false;
  const { callee } = expression;
  if (!isNode(callee) || !LOG_METHODS.includes(nameOf(callee.property))) return false;
  const { object } = callee;
  return isNode(object) && (object.type === 'ThisExpression' || /logger$/i.test(nameOf(object.property ?? object)));
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node.name === 'string' ? node.name : '';
}

/** Chunks are small and few before the click: what fetches them ahead would weigh more than it saves. */
export const NO_PRELOAD: Plugin = {
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
