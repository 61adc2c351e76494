import { SECOND_MS } from '../base/units.ts';
import type { FileMedia, Media } from '../media/video.ts';
import { hostOf } from './ask.ts';
import type { PeerTubeFilm, PeerTubeHls } from './peertube-film.ts';
import type { Resolving } from './resolution.ts';
import { sourceError } from './source-error.ts';

const PROBE_TIMEOUT_MS = 6 * SECOND_MS;

/**
 * What can be played of a remote film whose own server was silent when its object was asked for. If its media answer,
 * all is as usual. If not, mirrors are left, and these hold one `.mp4` a rendition: no playlists, no hashes, no split
 * sound. Rejects with a sentence that names the server where that is not enough.
 */
export async function decideOriginMedia(
  resolving: Resolving,
  film: PeerTubeFilm,
  usual: readonly Media[],
): Promise<readonly Media[]> {
  const first = usual[0];
  const url = first === undefined || first.kind === 'torrent' ? null : first.url;
  if (url === null || (await answers(resolving, url))) return usual;
  resolving.note(`${hostOf(url)}, which holds the film, does not answer: looked for mirrors.`, url);
  const files = film.hls.flatMap(mirrorFiles);
  if (files.length > 0) return files;
  const hasMirror = film.hls.some(({ mirrorUrls }) => mirrorUrls.length > 0);
  const reason = hasMirror
    ? 'its mirrors hold pictures and sound in separate files, which cannot be played without it'
    : 'nobody mirrors it';
  throw sourceError('origin-down', `The film lies on ${hostOf(url)}, which is down, and ${reason}.`, {
    context: { url, host: hostOf(url) },
  });
}

/** Muxed renditions as whole files of the mirrors, best first. */
function mirrorFiles(hls: PeerTubeHls): readonly FileMedia[] {
  const [nearest] = hls.mirrorUrls;
  if (nearest === undefined || hls.isMuxed !== true) return [];
  return hls.files
    .filter(({ heightPx }) => heightPx !== null)
    .map((file) => ({
      ...file,
      url: `${nearest}/${new URL(file.url).pathname.split('/').pop()}`,
      mirrorUrls: hls.mirrorUrls.slice(1),
    }));
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
