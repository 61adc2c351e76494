import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Films are made once and kept; remove the folder to make them anew. */
export const FILM_FOLDER = '.cache/bench-films';

const WIDTH = 320;
const HEIGHT = 180;
const FRAME_RATE = 25;
const SEGMENT_SECONDS = 4;
const AUDIO_KILOBITS = 64;

export type FilmName = 'short' | 'brief' | 'long' | 'ladder' | 'live';

export type Film = {
  readonly name: FilmName;
  readonly folder: string;
  readonly durationSeconds: number;
  readonly segmentSeconds: number;
  /** Bytes of all segments of the highest rendition, without playlists and init sections. */
  readonly sizeBytes: number;
};

type Recipe = {
  readonly seconds: number;
  /** Picture only, by rendition. */
  readonly videoKilobits: readonly number[];
  readonly container: 'fmp4' | 'mpegts';
};

/** The rates are those of the whole stream, sound and container included, less what the latter two take. */
const RECIPES: Readonly<Record<FilmName, Recipe>> = {
  short: { seconds: 120, videoKilobits: [1500], container: 'fmp4' },
  brief: { seconds: 12, videoKilobits: [1500], container: 'fmp4' },
  long: { seconds: 1500, videoKilobits: [480], container: 'fmp4' },
  ladder: { seconds: 60, videoKilobits: [350, 800, 1500], container: 'fmp4' },
  live: { seconds: 120, videoKilobits: [1500], container: 'mpegts' },
};

/** Makes the film if it is not there yet. */
export async function prepareFilm(name: FilmName): Promise<Film> {
  const folder = join(FILM_FOLDER, name);
  if (!existsSync(join(folder, 'film.json'))) await makeFilm(name, folder);
  return JSON.parse(await readFile(join(folder, 'film.json'), 'utf8'));
}

async function makeFilm(name: FilmName, folder: string): Promise<void> {
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const recipe = RECIPES[name];
  const master = ['#EXTM3U', '#EXT-X-VERSION:7'];
  const hashes: Record<string, Record<string, string>> = {};
  let sizeBytes = 0;
  for (const [i, kilobits] of recipe.videoKilobits.entries()) {
    await encode(recipe, kilobits, join(draft, `${i}`));
    const { ranges, bytes } = await hashSegments(join(draft, `${i}`));
    Object.assign(hashes, ranges);
    sizeBytes = Math.max(sizeBytes, bytes);
    const bandwidth = Math.round((bytes * 8) / recipe.seconds);
    // Renditions differ in rate alone: a switch changes nothing that the eye or the decoder has to get used to.
    const attributes = `BANDWIDTH=${bandwidth},RESOLUTION=${WIDTH}x${HEIGHT},FRAME-RATE=${FRAME_RATE}.000`;
    master.push(`#EXT-X-STREAM-INF:${attributes},CODECS="avc1.42c00d,mp4a.40.2"`, `${i}.m3u8`);
  }
  await writeFile(join(draft, 'master.m3u8'), `${master.join('\n')}\n`);
  await writeFile(join(draft, 'segments-sha256.json'), JSON.stringify(hashes, null, 1));
  const film: Film = {
    name,
    folder,
    durationSeconds: recipe.seconds,
    segmentSeconds: SEGMENT_SECONDS,
    sizeBytes,
  };
  await writeFile(join(draft, 'film.json'), JSON.stringify(film, null, 1));
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
}

/** Noise does not compress, so a rate is what it says; a test pattern under it makes faults visible. */
async function encode({ seconds, container }: Recipe, kilobits: number, output: string): Promise<void> {
  const picture = `testsrc2=s=${WIDTH}x${HEIGHT}:r=${FRAME_RATE}:d=${seconds},noise=alls=50:allf=t+u:all_seed=7`;
  const sound = `sine=f=220:r=48000:d=${seconds}`;
  const keyInterval = String(FRAME_RATE * SEGMENT_SECONDS);
  const rate = `${kilobits}k`;
  const packing =
    container === 'fmp4'
      ? ['-hls_segment_type', 'fmp4', '-hls_flags', 'single_file', '-hls_segment_filename', `${output}.mp4`]
      : ['-hls_segment_type', 'mpegts', '-hls_segment_filename', `${output}-%d.ts`];
  await run('ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-profile:v', 'baseline', '-level', '1.3', '-pix_fmt', 'yuv420p'],
    ...['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', rate, '-nal-hrd', 'cbr'],
    ...['-g', keyInterval, '-keyint_min', keyInterval, '-sc_threshold', '0'],
    ...['-c:a', 'aac', '-b:a', `${AUDIO_KILOBITS}k`],
    ...['-f', 'hls', '-hls_time', String(SEGMENT_SECONDS), '-hls_playlist_type', 'vod', ...packing, `${output}.m3u8`],
  ]);
}

/** The hashes as PeerTube publishes them: by file, then by inclusive byte range or, for whole files, flat. */
async function hashSegments(
  output: string,
): Promise<{ ranges: Record<string, Record<string, string>>; bytes: number }> {
  const playlist = await readFile(`${output}.m3u8`, 'utf8');
  const ranges: Record<string, Record<string, string>> = {};
  const folder = join(output, '..');
  const files = new Map<string, Buffer>();
  let bytes = 0;
  let range: { start: number; end: number } | null = null;
  for (const line of playlist.split('\n')) {
    const match = /^#EXT-X-BYTERANGE:(\d+)@(\d+)/.exec(line);
    if (match !== null) range = { start: Number(match[2]), end: Number(match[2]) + Number(match[1]) };
    if (line === '' || line.startsWith('#')) continue;
    const file = files.get(line) ?? (await readFile(join(folder, line)));
    files.set(line, file);
    const segment = range === null ? file : file.subarray(range.start, range.end);
    const hash = createHash('sha256').update(segment).digest('hex');
    if (range === null) Object.assign(ranges, { [line]: hash });
    else ranges[line] = { ...ranges[line], [`${range.start}-${range.end - 1}`]: hash };
    bytes += segment.length;
    range = null;
  }
  return { ranges, bytes };
}
