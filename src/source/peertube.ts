import type { Result } from '../base/errors.ts';
import { SECOND_MS } from '../base/units.ts';
import type { Access, Live, Media, Video } from '../media/video.ts';
import { createVideoFromObject } from './activitypub.ts';
import { askJson, hostOf, type JsonAnswer, within } from './ask.ts';
import { accessHeaders, askFileToken, demandedAccess, knownAccess, withFileToken } from './credentials.ts';
import { askEmbedPrivacy } from './embed-privacy.ts';
import { findMirrorFiles, judgeHome, type ObjectAnswer } from './film-home.ts';
import { type FilmObject, parseFilmObject } from './film-object.ts';
import { askInstanceConfig, type InstanceConfig } from './instance-config.ts';
import { refuseOldSwarms } from './old-swarm.ts';
import { askExtras, askLive, askPlayerTheme, type LiveDetails } from './peertube-extras.ts';
import { type PeerTubeFilm, PRIVACY, parsePeerTubeFilm, STATE } from './peertube-film.ts';
import { createPeerTubeVideo } from './peertube-video.ts';
import { recognise } from './recognise.ts';
import type { Resolving } from './resolution.ts';
import { decideSharing } from './sharing.ts';
import { type SourceError, sourceError } from './source-error.ts';

/** A film whose instance keeps its configuration to itself plays with defaults: no STUN, its host for a name. */
const CONFIG_PATIENCE_MS = 3 * SECOND_MS;

export type FilmAddress = { readonly origin: string; readonly id: string };

/**
 * A film of a PeerTube instance. Asked at once: the film, its ActivityPub object and the instance's configuration;
 * then, at once again: captions, chapters, storyboard, and what only this kind of film needs.
 * Rejects with a `SourceError`.
 */
export async function resolvePeerTubeFilm(resolving: Resolving, address: FilmAddress): Promise<Video> {
  const { origin, id } = address;
  resolving.visited.add(origin);
  resolving.note(`Asked ${hostOf(origin)} for the film and its ActivityPub object.`, filmUrl(address));
  const object = askObject(resolving, `${origin}/videos/watch/${id}`);
  const config = askInstanceConfig(resolving, origin);
  const first = await askFilm(resolving, address, knownAccess(resolving, origin));
  const asked = await askAgainWithAccess(resolving, address, first);
  if (!asked.answer.ok) return resolveOtherwise(resolving, { error: asked.answer.error, object, config, origin });
  const film = parsePeerTubeFilm(asked.answer.value.value, origin);
  if (film === null) {
    const error = sourceError('invalid-answer', `${hostOf(origin)} answered something else than a film.`);
    return resolveOtherwise(resolving, { error, object, config, origin });
  }
  return completeFilm(resolving, { film, object, config, origin, access: asked.access });
}

function filmUrl({ origin, id }: FilmAddress): string {
  return `${origin}/api/v1/videos/${id}`;
}

type FilmAnswer = { readonly answer: Result<JsonAnswer, SourceError>; readonly access: Access | null };

async function askFilm(resolving: Resolving, address: FilmAddress, access: Access | null): Promise<FilmAnswer> {
  return { answer: await askJson(resolving, { url: filmUrl(address), headers: accessHeaders(access) }), access };
}

async function askAgainWithAccess(resolving: Resolving, address: FilmAddress, first: FilmAnswer): Promise<FilmAnswer> {
  const code = first.answer.ok ? null : first.answer.error.code;
  if (code !== 'needs-login' && code !== 'forbidden' && code !== 'needs-password') return first;
  const access = await demandedAccess(resolving, address.origin);
  if (access === null) return first;
  resolving.note(`${hostOf(address.origin)} demands access: asked again with what the page gave.`);
  return askFilm(resolving, address, access);
}

/** Never rejects: who waits for it looks at the signal too. */
async function askObject(resolving: Resolving, url: string): Promise<ObjectAnswer> {
  try {
    // Without a profile parameter: its quotes would make browsers ask for permission first.
    const answer = await askJson(resolving, { url, headers: { accept: 'application/activity+json' } });
    if (!answer.ok) return { kind: isSilence(answer.error) ? 'silent' : 'refused' };
    const object = parseFilmObject(answer.value.value, answer.value.url);
    return object === null ? { kind: 'refused' } : { kind: 'read', object, url: answer.value.url };
  } catch (error) {
    resolving.ports.log.note('debug', 'The object of a film was given up.', { error });
    return { kind: 'refused' };
  }
}

function isSilence(error: SourceError): boolean {
  return error.code === 'unreachable' || error.code === 'server-error';
}

type Refused = {
  readonly error: SourceError;
  readonly object: Promise<ObjectAnswer>;
  readonly config: Promise<InstanceConfig | null>;
  readonly origin: string;
};

/** What is left when REST gave no film: the film's own instance, or the ActivityPub object alone. */
async function resolveOtherwise(resolving: Resolving, refused: Refused): Promise<Video> {
  const { error } = refused;
  const originUrl = error.context.originUrl;
  if (error.context.serverCode === 'does_not_respect_follow_constraints' && typeof originUrl === 'string') {
    const there = recognise(originUrl);
    if (there.kind === 'video' && there.origin !== null && !resolving.visited.has(there.origin)) {
      resolving.note(`${hostOf(refused.origin)} does not follow the film's instance: asked that one.`, originUrl);
      return resolvePeerTubeFilm(resolving, { origin: there.origin, id: there.id });
    }
  }
  const isSecret = error.code === 'needs-password' || error.code === 'wrong-password' || error.code === 'needs-login';
  if (isSecret) throw error;
  const object = await refused.object;
  resolving.signal?.throwIfAborted();
  if (object.kind !== 'read') throw error;
  resolving.note(`No film by REST (${error.message}) The ActivityPub object is enough to play it.`, object.url);
  const config = await within(resolving, CONFIG_PATIENCE_MS, refused.config);
  return createVideoFromObject(resolving, { object: object.object, config });
}

type Found = {
  readonly film: PeerTubeFilm;
  readonly object: Promise<ObjectAnswer>;
  readonly config: Promise<InstanceConfig | null>;
  readonly origin: string;
  readonly access: Access | null;
};

async function completeFilm(resolving: Resolving, found: Found): Promise<Video> {
  const { film, origin } = found;
  const isProtected = film.privacyId !== PRIVACY.public && film.privacyId !== PRIVACY.unlisted;
  const headers = isProtected ? accessHeaders(found.access) : {};
  const request = { origin, uuid: film.uuid, isLive: film.isLive, headers };
  const theme = askPlayerTheme(resolving, request, found.config);
  const [, extras, config, fileToken, home] = await Promise.all([
    refuseEmbedder(resolving, film, { origin, headers }),
    askExtras(resolving, request),
    within(resolving, CONFIG_PATIENCE_MS, found.config),
    isProtected && found.access !== null ? askFileToken(resolving, request) : null,
    judgeHome(resolving, film, found.object),
  ]);
  resolving.signal?.throwIfAborted();
  const object = home.object.kind === 'read' && isSameFilm(home.object.object, film) ? home.object.object : null;
  const details = film.isLive ? (object?.live ?? (await askLive(resolving, request))) : null;
  const live = film.isLive ? createLive(film, details) : null;
  const media = chooseMedia(resolving, film, { live, isHomeDown: home.isDown });
  const hls = film.hls[0];
  const masterUrl = media.some(({ kind }) => kind === 'hls') ? (hls?.url ?? null) : null;
  const decided = decideSharing({
    privacyId: film.privacyId,
    object,
    masterUrl,
    hasHashes: hls !== undefined && hls.hashesUrl !== null,
    trackerUrls: film.trackerUrls,
    isLocal: film.isLocal,
    config,
    context: resolving.options.context ?? 'embed',
  });
  const sharing = await refuseOldSwarms(resolving.ports.digest, decided, masterUrl);
  const access = withToken(isProtected ? found.access : null, fileToken);
  const tokenised = fileToken === null ? media : media.map((item) => openFile(item, fileToken.token));
  // It is looks only: what has not come by now is not waited for.
  const playerTheme = await within(resolving, 0, theme);
  const parts = { film, config, origin, object, access, live, media: tokenised, sharing, extras, playerTheme };
  return createPeerTubeVideo(parts);
}

/** Rejects where the instance does not want the film in the pages of this embedder. */
async function refuseEmbedder(
  resolving: Resolving,
  film: PeerTubeFilm,
  { origin, headers }: { readonly origin: string; readonly headers: Readonly<Record<string, string>> },
): Promise<void> {
  const { embedderHost } = resolving.options;
  if (embedderHost === undefined || film.embedPolicyId === 1) return;
  const verdict = await askEmbedPrivacy(resolving, { origin, id: film.uuid, embedderHost, headers });
  if (verdict.isAllowed) return;
  throw sourceError('embed-refused', `${hostOf(origin)} does not allow this film to be shown on ${embedderHost}.`, {
    context: { pageUrl: film.pageUrl, mayViewerBypass: verdict.mayViewerBypass },
  });
}

function isSameFilm(object: FilmObject, film: PeerTubeFilm): boolean {
  return object.uuid === film.uuid || (film.objectUrl !== null && object.id === film.objectUrl);
}

function withToken(access: Access | null, fileToken: Awaited<ReturnType<typeof askFileToken>>): Access | null {
  return access === null || access.kind === 'file-token' || fileToken === null ? access : { ...access, fileToken };
}

/** A media element sends no headers: a file needs the token in its address. Playlists are asked for through `FilmHttp`. */
function openFile(media: Media, token: string): Media {
  return media.kind === 'file' ? { ...media, url: withFileToken(media.url, token) } : media;
}

function createLive(film: PeerTubeFilm, details: LiveDetails | null): Live {
  const known = details ?? { isPermanent: false, latency: 'default', dvrSeconds: null, startsAt: [] };
  // The state tells; around start and stop a playlist can be there for seconds while nothing is streamed.
  const isStreaming = film.stateId === STATE.published && film.hls.length > 0;
  const state = film.stateId === STATE.liveEnded ? 'ended' : isStreaming ? 'streaming' : 'waiting';
  return { ...known, state, numericId: film.numericId };
}

function chooseMedia(
  resolving: Resolving,
  film: PeerTubeFilm,
  { live, isHomeDown }: { readonly live: Live | null; readonly isHomeDown: boolean },
): readonly Media[] {
  if (live !== null && live.state !== 'streaming') return [];
  const hls = film.hls.map(({ files: _files, isMuxed: _isMuxed, ...media }) => media);
  const media = [...hls, ...film.files];
  if (media.length === 0) throw nothingToPlay(film);
  return isHomeDown ? findMirrorFiles(resolving, film) : media;
}

function nothingToPlay(film: PeerTubeFilm): SourceError {
  const context = { stateId: film.stateId };
  switch (film.stateId) {
    case STATE.published:
      return sourceError('nothing-to-play', 'The film has no media that could be played.', { context });
    case 7:
    case 8:
    case 11:
    case 12:
      return sourceError('not-ready', 'The instance failed to prepare this film.', { context });
    default:
      return sourceError('not-ready', 'The instance is still preparing this film. Try again later.', { context });
  }
}
