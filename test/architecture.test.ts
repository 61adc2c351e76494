import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

/** What each folder may import besides itself. `type:x` allows only `import type` from x. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  base: [],
  platform: ['base'],
  media: ['base'],
  wire: ['base', 'media'],
  source: ['base', 'media'],
  swarm: ['base', 'media', 'wire'],
  playback: ['base', 'media', 'type:swarm'],
  stats: ['base', 'media', 'type:swarm', 'type:playback'],
  player: ['base', 'platform', 'media', 'wire', 'source', 'swarm', 'playback', 'stats'],
  ui: ['base', 'media', 'type:player', 'type:playback', 'type:swarm', 'stats'],
  element: ['base', 'media', 'ui', 'player', 'type:swarm', 'type:playback'],
  embed: ['base', 'media'],
  'embed/page': ['base', 'media', 'embed', 'element', 'type:player', 'type:playback', 'type:swarm', 'type:ui'],
  integrations: ['base', 'platform', 'player', 'media', 'type:swarm', 'type:wire', 'type:playback'],
  bin: ['base', 'platform', 'source', 'media', 'embed'],
};

/** Each npm package has one home. */
const PACKAGE_HOMES: Readonly<Record<string, readonly string[]>> = {
  'hls.js': ['playback/dom', 'integrations/hlsjs', 'integrations/videojs', 'player/create-hls-loaders.ts'],
  '@noble/hashes': ['platform'],
  'socket.io-client': ['source/dom'],
  'p2p-media-loader-core': ['integrations/p2p-media-loader'],
  'video.js': ['integrations/videojs'],
  'simple-peer': ['integrations/simple-peer'],
  webtorrent: ['playback/dom'],
};

const PURE = ['base', 'media', 'source', 'wire', 'swarm', 'playback', 'stats', 'embed'];
const IMPURE_NAMES =
  /(?<![.\w$'"])(?:Date|performance|setTimeout|setInterval|clearTimeout|fetch|crypto|WebSocket|console|localStorage|document|window|navigator)\b(?!['":?\w])|Math\.random/g;
const MAX_FILE_LINES = 400;

type Import = { readonly from: string; readonly specifier: string; readonly isType: boolean };

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path);
    return path.endsWith('.ts') && !path.endsWith('.d.ts') ? [path] : [];
  });
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function importsOf(path: string): Import[] {
  const text = withoutComments(readFileSync(path, 'utf8'));
  const statements = text.matchAll(/^\s*(import|export)\s+(type\s)?([^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  const dynamic = text.matchAll(/(?<!type\s)\bimport\(\s*['"]([^'"]+)['"]/g);
  return [
    ...[...statements].map((found) => ({
      from: path,
      specifier: found[4] ?? '',
      isType: found[2] !== undefined || isAllTypes(found[3]),
    })),
    ...[...dynamic].map((found) => ({ from: path, specifier: found[1] ?? '', isType: false })),
  ];
}

function isAllTypes(clause: string | undefined): boolean {
  const names = clause?.match(/^\s*\{([^}]*)\}\s*from/)?.[1];
  if (names === undefined) return false;
  const parts = names.split(',').filter((name) => name.trim() !== '');
  return parts.length > 0 && parts.every((name) => /^\s*type\s/.test(name));
}

function place(path: string): string {
  return relative(SRC, path).split(sep).join('/');
}

/** The row of the table that a file stands under. */
function folderOf(path: string): string {
  const parts = place(path).split('/');
  if (parts.length === 1) return '';
  return parts[0] === 'embed' && parts[1] === 'page' ? 'embed/page' : (parts[0] ?? '');
}

const files = listFiles(SRC);
const imports = files.flatMap(importsOf);
const inner = imports.filter((found) => found.specifier.startsWith('.'));

describe('the import table', () => {
  it('lists every folder', () => {
    const folders = new Set(files.map(folderOf).filter((folder) => folder !== ''));
    expect([...folders].filter((folder) => !(folder in ALLOWED))).toEqual([]);
  });

  it('holds', () => {
    const violations = inner.flatMap(({ from, specifier, isType }) => {
      const own = folderOf(from);
      const other = folderOf(resolve(dirname(from), specifier));
      if (own === '' || own === other) return [];
      const allowed = ALLOWED[own] ?? [];
      return allowed.includes(other) || (isType && allowed.includes(`type:${other}`))
        ? []
        : [`${place(from)} imports ${isType ? 'types of ' : ''}${other}`];
    });
    expect(violations).toEqual([]);
  });

  it('lets nothing without a DOM import what has one', () => {
    const violations = inner.flatMap(({ from, specifier, isType }) => {
      const target = place(resolve(dirname(from), specifier));
      const isPure = PURE.includes(folderOf(from)) && !place(from).includes('/dom/');
      return isPure && !isType && target.includes('/dom/') ? [`${place(from)} imports ${target}`] : [];
    });
    expect(violations).toEqual([]);
  });

  it('gives each npm package one home', () => {
    const violations = imports.flatMap(({ from, specifier }) => {
      if (specifier.startsWith('.') || specifier.startsWith('node:')) return [];
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      const homes = PACKAGE_HOMES[name] ?? [];
      return homes.some((home) => place(from).startsWith(home)) ? [] : [`${place(from)} imports ${specifier}`];
    });
    expect(violations).toEqual([]);
  });

  it('keeps Node out of everything but the command', () => {
    const violations = imports.filter((found) => found.specifier.startsWith('node:') && folderOf(found.from) !== 'bin');
    expect(violations.map(({ from, specifier }) => `${place(from)} imports ${specifier}`)).toEqual([]);
  });

  it('has no cycle', () => {
    const graph = new Map(files.map((file) => [file, [] as string[]]));
    for (const { from, specifier, isType } of inner) {
      if (!isType) graph.get(from)?.push(resolve(dirname(from), specifier));
    }
    expect(findCycle(graph)?.map(place)).toBeUndefined();
  });
});

describe('pure folders', () => {
  it('name no clock, chance, network or browser', () => {
    const violations = files
      .filter((file) => PURE.includes(folderOf(file)) && !place(file).includes('/dom/'))
      .flatMap((file) => {
        const code = withoutComments(readFileSync(file, 'utf8')).replace(
          /'[^'\n]*'|`[^`]*`|\/(?:\\.|[^/\n])+\/[gimsuy]*/g,
          "''",
        );
        return [...code.matchAll(IMPURE_NAMES)].map((found) => `${place(file)}: ${found[0]}`);
      });
    expect(violations).toEqual([]);
  });
});

describe('files', () => {
  it(`are at most ${MAX_FILE_LINES} lines long`, () => {
    const tooLong = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > MAX_FILE_LINES);
    expect(tooLong.map(place)).toEqual([]);
  });

  it('export by name, and throw no bare Error', () => {
    const violations = files.filter((file) => {
      const code = withoutComments(readFileSync(file, 'utf8'));
      return /^export default/m.test(code) || (/\bnew Error\(/.test(code) && folderOf(file) !== 'bin');
    });
    expect(violations.map(place)).toEqual([]);
  });

  it('use no enum, namespace or decorator', () => {
    const violations = files.filter((file) =>
      /^\s*(export\s+)?(declare\s+)?(const\s+)?(enum|namespace)\s+\w/m.test(
        withoutComments(readFileSync(file, 'utf8')),
      ),
    );
    expect(violations.map(place)).toEqual([]);
  });
});

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
