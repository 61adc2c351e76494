import { PlayerError } from '../base/errors.ts';
import type { Video } from '../media/video.ts';
import type { Resolution } from '../source/resolution.ts';
import { resolveVideo } from '../source/resolve.ts';
import type { CoreContext } from './core-context.ts';
import type { PlayerOptions } from './options.ts';
import { chooseAccess } from './own-login.ts';
import { chooseSharing } from './page-sharing.ts';

export type SourceWishes = {
  /** Where bare ids belong; a playlist's own instance within that list. */
  readonly instance: string | undefined;
  /** What the viewer typed. */
  readonly password: string | null;
  readonly signal: AbortSignal;
};

/** Turns what the page gave into a film or a playlist; a film that is known already is taken as it is. */
export async function resolveSource(
  context: CoreContext,
  input: string | Video,
  { instance, password, signal }: SourceWishes,
): Promise<Resolution> {
  const { options, ports } = context;
  if (typeof input !== 'string') {
    const video = { ...input, sharing: chooseSharing(input.sharing, options.trackerUrls) };
    return { kind: 'video', video, startSeconds: null, stopSeconds: null, trail: [] };
  }
  return resolveVideo(input, {
    ports,
    signal,
    instance,
    password: password ?? passwordOf(options.access) ?? undefined,
    access: chooseAccess(context, input, instance),
    context: options.context,
    pageOrigin: location.origin,
    embedderHost: embedderHost(options) ?? undefined,
    trackerUrls: options.trackerUrls,
  });
}

function embedderHost({ embedderHost: given, context }: PlayerOptions): string | null {
  if (given !== undefined) return given;
  return context === 'webapp' ? null : location.host;
}

function passwordOf(access: PlayerOptions['access']): string | null {
  const given = typeof access === 'function' ? null : (access ?? null);
  return given?.kind === 'password' ? given.password : null;
}

/** What went wrong, as the one kind of error that the player tells. */
export function toPlayerError(cause: unknown): PlayerError {
  if (cause instanceof PlayerError) return cause;
  return new PlayerError('unexpected', 'The film cannot be played. Try again, or watch it on its own page.', { cause });
}
