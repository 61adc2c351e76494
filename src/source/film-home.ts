import { SECOND_MS } from '../base/units.ts';
import type { FileMedia } from '../media/video.ts';
import { hostOf, within } from './ask.ts';
import type { FilmObject } from './film-object.ts';
import type { PeerTubeFilm, PeerTubeHls } from './peertube-film.ts';
import type { Resolving } from './resolution.ts';
import { sourceError } from './source-error.ts';

/** The film's ActivityPub object, or why it cannot be read. */
export type ObjectAnswer =
  | { readonly kind: 'read'; readonly object: FilmObject; readonly url: string }
  | { readonly kind: 'refused' }
  /** The server that keeps the object (for a remote film: its own) did not answer. */
  | { readonly kind: 'silent' };

export type HomeVerdict = { readonly object: ObjectAnswer; readonly isDown: boolean };

const PROBE_TIMEOUT_MS = 6 * SECOND_MS;
/** A server that has not given the object by then is asked for the media meanwhile. */
const PATIENCE_MS = 3 * SECOND_MS;

/**
 * Is the film's own server there? Only that of a remote film is in doubt: another instance told of the film, while the
 * object and the media come from home. A server whose media answer is not down, however slow its object is.
 */
export async function judgeHome(
  resolving: Resolving,
  film: PeerTubeFilm,
  object: Promise<ObjectAnswer>,
): Promise<HomeVerdict> {
  const url = mediaUrl(film);
  if (film.isLocal || url === null) return { object: await object, isDown: false };
  const early = await within(resolving, PATIENCE_MS, object);
  if (early !== null && early.kind !== 'silent') return { object: early, isDown: false };
  if (await answers(resolving, url)) return { object: early ?? (await object), isDown: false };
  return { object: { kind: 'silent' }, isDown: true };
}

function mediaUrl(film: PeerTubeFilm): string | null {
  return film.hls[0]?.url ?? film.files[0]?.url ?? null;
}

/**
 * What can be played of a film whose own server is down: its mirrors hold one `.mp4` a rendition, and neither
 * playlists nor hashes nor split sound. Throws a sentence that names the server where that is not enough.
 */
export function findMirrorFiles(resolving: Resolving, film: PeerTubeFilm): readonly FileMedia[] {
  const host = hostOf(mediaUrl(film) ?? '');
  resolving.note(`${host}, which holds the film, does not answer: looked for mirrors.`, mediaUrl(film) ?? undefined);
  const files = film.hls.flatMap(mirrorFiles);
  if (files.length > 0) return files;
  const hasMirror = film.hls.some(({ mirrorUrls }) => mirrorUrls.length > 0);
  const reason = hasMirror
    ? 'its mirrors hold pictures and sound in separate files, which cannot be played without it'
    : 'nobody mirrors it';
  throw sourceError('origin-down', `The film lies on ${host}, which is down, and ${reason}.`, { context: { host } });
}

/** Muxed renditions as whole files of the mirrors, best first. */
function mirrorFiles(hls: PeerTubeHls): readonly FileMedia[] {
  if (hls.isMuxed !== true) return [];
  return hls.files.flatMap((file) => {
    const name = new URL(file.url).pathname.split('/').pop();
    const [url, ...mirrorUrls] = hls.mirrorUrls.map((folder) => `${folder}/${name}`);
    return url === undefined || file.heightPx === null ? [] : [{ ...file, url, mirrorUrls }];
  });
}

/** Any answer but a server's own trouble: even a refusal comes from a server that lives. */
async function answers(resolving: Resolving, url: string): Promise<boolean> {
  const { http, clock } = resolving.ports;
  const cut = new AbortController();
  const onAbort = () => cut.abort();
  resolving.signal?.addEventListener('abort', onAbort, { once: true });
  const cancelTimer = clock.schedule(PROBE_TIMEOUT_MS, () => cut.abort());
  try {
    const { status } = await http.request({ url, range: { start: 0, end: 1 }, signal: cut.signal });
    return status < 500;
  } catch {
    resolving.signal?.throwIfAborted();
    return false;
  } finally {
    cancelTimer();
    resolving.signal?.removeEventListener('abort', onAbort);
    cut.abort();
  }
}
