import type { AddressInfo } from 'node:net';
import {
  mirroredLights,
  mirroredRiver,
  nightOnTheWater,
  northernLights,
  privateRiver,
  riverBehindPassword,
  riverOfLight,
} from './catalogue/films.ts';
import { riverList } from './catalogue/lists.ts';
import type { PageFiles } from './pages-build.ts';
import { createControlRoutes } from './server/control-routes.ts';
import { Controls } from './server/controls.ts';
import { Counters } from './server/counters.ts';
import { get, type Route, send, sendEmpty } from './server/exchange.ts';
import type { InstanceVersion } from './server/info-hash.ts';
import { createInstance, type Instance } from './server/instance.ts';
import { createLive } from './server/live.ts';
import type { Place } from './server/place.ts';

export type WorldOptions = {
  /** Nought for any free port. */
  readonly ports: readonly [home: number, second: number, blog: number];
  /** Built pages; null where only the servers are wanted. */
  readonly pages: PageFiles | null;
  readonly version?: InstanceVersion;
};

/** Everything that the demo serves. */
export type World = {
  /** The instance where the films live, and the demo's pages. */
  readonly origin: string;
  /** An instance that follows the first and keeps copies of its films. */
  readonly secondOrigin: string;
  /** Somebody's website, on an origin of its own. */
  readonly blogOrigin: string;
  readonly places: readonly [Place, Place];
  readonly instances: readonly [Instance, Instance];
  close(): Promise<void>;
};

/** Starts two instances that know each other and a blog, all on 127.0.0.1. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const version = options.version ?? '8.2.3';
  const first = createPlace({
    name: 'Tube of the River',
    description: 'A small instance for films of water and light.',
    version,
    films: [
      riverOfLight,
      riverBehindPassword,
      privateRiver,
      mirroredRiver,
      northernLights,
      mirroredLights,
      nightOnTheWater,
    ],
    live: createLive(nightOnTheWater.folder),
    lists: [riverList],
  });
  const second = createPlace({
    name: 'Mountain Tube',
    description: 'An instance upstream: it follows the river and keeps copies of its films.',
    version,
    followed: [first],
  });
  first.mirrors.push(second);
  const places = [first, second] as const;
  const controlRoutes = createControlRoutes(() => ({
    places,
    trackers: instances.map(({ tracker }) => tracker),
    blogOrigin: blog.origin,
  }));
  const pageRoutes = options.pages ? createPageRoutes(options.pages) : [];
  const instances = [
    createInstance(first, [...controlRoutes, ...pageRoutes]),
    createInstance(second, pageRoutes),
  ] as const;
  await listen(first, instances[0], options.ports[0]);
  await listen(second, instances[1], options.ports[1]);
  const blog = createPlace({ name: "Somebody's blog", description: '', version });
  const blogServer = createInstance(blog, options.pages ? createBlogRoutes(options.pages, () => first.origin) : []);
  await listen(blog, blogServer, options.ports[2]);
  return {
    origin: first.origin,
    secondOrigin: second.origin,
    blogOrigin: blog.origin,
    places,
    instances,
    async close() {
      await Promise.all([...instances, blogServer].map((instance) => instance.close()));
    },
  };
}

type OpenPlace = { -readonly [Key in keyof Place]: Place[Key] } & { followed: Place[]; mirrors: Place[] };

function createPlace(facts: Pick<Place, 'name' | 'description' | 'version'> & Partial<Place>): OpenPlace {
  return {
    origin: '',
    host: '',
    films: [],
    lists: [],
    live: null,
    controls: new Controls(),
    counters: new Counters(),
    fileTokens: new Map(),
    isBehindNginx: true,
    stunUrls: [],
    embedAllowList: new Map(),
    ...facts,
    followed: [...(facts.followed ?? [])],
    mirrors: [...(facts.mirrors ?? [])],
  };
}

async function listen(place: OpenPlace, instance: Instance, port: number): Promise<void> {
  const { server } = instance;
  const bound = (wanted: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await bound(port);
  } catch (error) {
    // Somebody else has the usual port: any other will do.
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    await bound(0);
  }
  place.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  place.origin = `http://${place.host}`;
}

/** Which page answers which address; everything else that was built is served under its own name. */
const PAGES: readonly [pattern: RegExp, page: string][] = [
  [/^\/$/, 'index.html'],
  [/^\/theatre\/?$/, 'theatre.html'],
  [/^\/viewer$/, 'viewer.html'],
  [/^\/(?:w\/p|videos\/watch\/playlist|video-playlists\/watch)\/[^/]+$/, 'watch.html'],
  [/^\/(?:w|videos\/watch)\/[^/]+$/, 'watch.html'],
  [/^\/(?:videos|video-playlists)\/embed\/[^/]+$/, 'embed.html'],
];

const BLOG_PAGES: readonly [pattern: RegExp, page: string][] = [
  [/^\/$/, 'blog.html'],
  [/^\/remote$/, 'remote.html'],
];

function createPageRoutes(pages: PageFiles): Route[] {
  return [
    get(/^(\/.*)$/, (exchange, [path = '']) => {
      const page = PAGES.find(([pattern]) => pattern.test(path))?.[1];
      sendPage(exchange, pages.get(page ?? path.slice(1)));
    }),
  ];
}

function createBlogRoutes(pages: PageFiles, filmsOrigin: () => string): Route[] {
  return [
    get(/^(\/.*)$/, (exchange, [path = '']) => {
      const page = BLOG_PAGES.find(([pattern]) => pattern.test(path))?.[1];
      const file = pages.get(page ?? path.slice(1));
      const isHtml = file?.type.startsWith('text/html') === true;
      sendPage(
        exchange,
        file && isHtml
          ? { ...file, bytes: Buffer.from(file.bytes.toString('utf8').replaceAll('%FILMS_ORIGIN%', filmsOrigin())) }
          : file,
      );
    }),
  ];
}

function sendPage(exchange: Parameters<Route['handle']>[0], file: { bytes: Buffer; type: string } | undefined): void {
  if (!file) {
    sendEmpty(exchange, 404);
    return;
  }
  const isNamedByHash = /-[\w-]{8}\.\w+$/.test(exchange.url.pathname);
  exchange.response.setHeader('Cache-Control', isNamedByHash ? 'public, max-age=31536000, immutable' : 'no-cache');
  send(exchange, file.bytes, { status: 200, type: file.type });
}
