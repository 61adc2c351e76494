/**
 * Writes what PeerTube keeps beside a film's renditions: the master playlist, the hash of every segment, and a list of
 * the files. `tsx package-film.ts <folder> <uuid of the master> <uuid of the hash list>`
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, masterUuid, hashesUuid] = process.argv.slice(2) as [string, string, string];

type Part = { readonly seconds: number; readonly start: number; readonly size: number };

const renditions = readdirSync(folder)
  .filter((name) => /-\d+\.m3u8$/.test(name))
  .map(describe)
  .sort((a, b) => a.height - b.height);
const audio = renditions.find((one) => one.height === 0);

writeFileSync(join(folder, `${masterUuid}-master.m3u8`), createMaster());
writeFileSync(join(folder, `${hashesUuid}-segments-sha256.json`), `${JSON.stringify(createHashes(), null, 1)}\n`);
writeFileSync(join(folder, 'media.json'), `${JSON.stringify(createList(), null, 2)}\n`);

function describe(playlist: string) {
  const file = playlist.replace('.m3u8', '-fragmented.mp4');
  const bytes = readFileSync(join(folder, file));
  const parts = readParts(readFileSync(join(folder, playlist), 'utf8'));
  const peak = Math.max(...parts.map((part) => (part.size * 8) / part.seconds));
  return { playlist, file, bytes, parts, peak: Math.round(peak), ...readVideo(bytes), hasAudio: bytes.includes('mp4a') };
}

function readParts(text: string): Part[] {
  const parts: Part[] = [];
  let seconds = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('#EXTINF:')) seconds = Number.parseFloat(line.slice(8));
    const range = /^#EXT-X-BYTERANGE:(\d+)@(\d+)/.exec(line);
    if (range) parts.push({ seconds, start: Number(range[2]), size: Number(range[1]) });
  }
  return parts;
}

/** Size and codec string out of the `avc1` and `avcC` boxes; nought by nought where there is no picture. */
function readVideo(bytes: Buffer): { width: number; height: number; codec: string | null } {
  const entry = bytes.indexOf('avc1', bytes.indexOf('stsd'));
  if (entry < 0) return { width: 0, height: 0, codec: null };
  const config = bytes.indexOf('avcC', entry) + 4;
  return {
    width: bytes.readUInt16BE(entry + 28),
    height: bytes.readUInt16BE(entry + 30),
    codec: `avc1.${bytes.subarray(config + 1, config + 4).toString('hex')}`,
  };
}

function createMaster(): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', ''];
  if (audio) {
    lines.push(
      `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Audio",AUTOSELECT=YES,DEFAULT=YES,URI="${audio.playlist}"`,
      '',
    );
  }
  for (const one of renditions.filter(({ height }) => height > 0)) {
    const bandwidth = one.peak + (audio?.peak ?? 0);
    const group = audio ? ',AUDIO="audio"' : '';
    lines.push(
      `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},RESOLUTION=${one.width}x${one.height},FRAME-RATE=25,CODECS="${one.codec},mp4a.40.2"${group}`,
      one.playlist,
    );
  }
  return `${lines.join('\n')}\n`;
}

function createHashes(): Record<string, Record<string, string>> {
  return Object.fromEntries(
    renditions.map(({ file, bytes, parts }) => [
      file,
      Object.fromEntries(
        parts.map(({ start, size }) => [
          `${start}-${start + size - 1}`,
          createHash('sha256').update(bytes.subarray(start, start + size)).digest('hex'),
        ]),
      ),
    ]),
  );
}

function createList() {
  return {
    master: `${masterUuid}-master.m3u8`,
    hashes: `${hashesUuid}-segments-sha256.json`,
    durationSeconds: Math.round(Math.max(...renditions.map(({ parts }) => parts.reduce((sum, part) => sum + part.seconds, 0)))),
    files: renditions.map(({ playlist, file, bytes, width, height, hasAudio, codec }) => ({
      playlist,
      file,
      width,
      height,
      sizeBytes: bytes.length,
      fps: codec === null ? 0 : 25,
      hasAudio,
      hasVideo: codec !== null,
    })),
  };
}
