import { buildPages } from '../../demo/pages-build.ts';
import type { Controls } from '../../demo/server/controls.ts';
import type { Counters } from '../../demo/server/counters.ts';
import type { InstanceVersion } from '../../demo/server/info-hash.ts';
import { createWorld, type World } from '../../demo/world.ts';

export type Demo = {
  /** The first instance and the demo's pages: `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** The instance that follows the first and mirrors it. */
  readonly secondOrigin: string;
  readonly blogOrigin: string;
  /** Turn the first instance's origin: limits, stalls, failures, cuts, tracker. */
  readonly controls: Controls;
  readonly secondControls: Controls;
  /** What left the first instance. */
  readonly counters: Counters;
  readonly secondCounters: Counters;
  readonly world: World;
  /** Lets addresses back in that announced unknown hashes. */
  unblockTracker(): void;
  close(): Promise<void>;
};

/**
 * The demo in this process, on free ports.
 * @param options `hasPages: false` leaves the pages out, which saves two seconds.
 */
export async function startDemo(
  options: { port?: number; version?: InstanceVersion; hasPages?: boolean } = {},
): Promise<Demo> {
  const pages = options.hasPages === false ? null : await buildPages();
  const version = options.version === undefined ? {} : { version: options.version };
  const world = await createWorld({ ports: [options.port ?? 0, 0, 0], pages, ...version });
  const [first, second] = world.places;
  return {
    origin: world.origin,
    secondOrigin: world.secondOrigin,
    blogOrigin: world.blogOrigin,
    controls: first.controls,
    secondControls: second.controls,
    counters: first.counters,
    secondCounters: second.counters,
    world,
    unblockTracker: () => world.instances[0].tracker.unblock(),
    close: () => world.close(),
  };
}
