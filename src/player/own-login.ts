import { createPageStorage } from '../source/dom/page-storage.ts';
import { createOwnLogin } from '../source/own-login.ts';
import type { CoreContext } from './core-context.ts';
import type { PlayerOptions } from './options.ts';

/**
 * What opens films that need an account: what the page gives, else, on the instance's own pages, the login that its
 * front end keeps there. That login is never shown to another server.
 */
export function chooseAccess(
  context: CoreContext,
  input: string,
  instance: string | undefined,
): PlayerOptions['access'] {
  const { options, ports } = context;
  if (options.access !== undefined) return options.access;
  const home = instance ?? input;
  if (!URL.canParse(home) || new URL(home).origin !== location.origin) return undefined;
  return createOwnLogin({ ports, origin: location.origin, storage: createPageStorage('local') });
}
