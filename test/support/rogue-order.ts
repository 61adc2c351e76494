import type { Demo } from './demo.ts';
import type { RogueManner, RogueOrder } from './harness/rogue.ts';

/** All that the playlists of the demo's first film say, for somebody who claims to have it all. */
export async function orderRogue(demo: Demo, manner: RogueManner): Promise<RogueOrder> {
  const { uuid } = demo.world.places[0].films[0]!;
  const film = await (await fetch(`${demo.origin}/api/v1/videos/${uuid}`)).json();
  const masterUrl: string = film.streamingPlaylists[0].playlistUrl;
  const object = await (
    await fetch(`${demo.origin}/videos/watch/${uuid}`, { headers: { accept: 'application/activity+json' } })
  ).json();
  const infoHashes = JSON.stringify(object).match(/(?<="Infohash","name":")[0-9a-f]{40}/g) ?? [];
  const master = await (await fetch(masterUrl)).text();
  const names = master.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const streams = await Promise.all(
    names.map(async (name, i) => {
      const url = new URL(name, masterUrl);
      const playlist = await (await fetch(url)).text();
      const ranges = [...playlist.matchAll(/^#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)$/gm)];
      return {
        key: `main-${i}`,
        infoHash: infoHashes[i]!,
        fileUrl: new URL(ranges[0]![3]!, url).href,
        starts: ranges.map((found) => Number(found[2])),
        sizes: ranges.map((found) => Number(found[1])),
      };
    }),
  );
  return { manner, trackerUrl: `${demo.origin.replace('http', 'ws')}/tracker/socket`, streams };
}
