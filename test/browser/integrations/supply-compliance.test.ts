import { p2pMediaLoader } from '../../../src/integrations/p2p-media-loader/p2p-media-loader.ts';
import type { Manifest, MediaPlaylist, Segment } from '../../../src/media/segment.ts';
import type { HlsMedia, Sharing } from '../../../src/media/video.ts';
import { createBrowserPorts } from '../../../src/platform/browser.ts';
import { createHttpSupply } from '../../../src/swarm/http-supply.ts';
import type { SegmentSupply, SupplyContext } from '../../../src/swarm/supply.ts';
import { createSwarm } from '../../../src/swarm/swarm.ts';
import { describeSegmentSupply, type SupplyStage } from '../../compliance/segment-supply.ts';
import { createPlainSupply } from '../../support/plain-supply.ts';
import { streamUrl } from '../playback/stage.ts';

const MANIFEST: Manifest = {
  url: streamUrl('ts.m3u8'),
  streams: [
    {
      key: 'main-0',
      kind: 'main',
      index: 0,
      playlistUrl: streamUrl('ts/72.m3u8'),
      bitrateBitsPerSecond: 100_000,
      widthPx: 128,
      heightPx: 72,
      frameRate: 12,
      videoCodec: 'avc1.4d400a',
      audioCodec: 'mp4a.40.2',
      language: null,
      name: null,
      channels: null,
      videoRange: null,
    },
  ],
};

const SEGMENTS: Segment[] = Array.from({ length: 6 }, (_, id) => ({
  streamKey: 'main-0',
  id,
  url: streamUrl(`ts/72-${id}.mpegts`),
  range: null,
  startSeconds: 2 * id,
  durationSeconds: 2,
}));

const PLAYLIST: MediaPlaylist = {
  streamKey: 'main-0',
  url: streamUrl('ts/72.m3u8'),
  isLive: false,
  segments: SEGMENTS,
};

const fetchBytes = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());

/** The page's network, and a tracker that nobody runs. */
async function createStage(open: (context: SupplyContext) => SegmentSupply | Promise<SegmentSupply>) {
  const ports = createBrowserPorts();
  const media: HlsMedia = { kind: 'hls', url: MANIFEST.url, hashesUrl: null, mirrorUrls: [] };
  const trackerUrls = ['ws://127.0.0.1:9'];
  const sharing: Sharing = { kind: 'open', swarmId: null, trackerUrls, stunUrls: [], isOnByDefault: true };
  const { http } = ports;
  const connecting = { iceServers: [], isRelayOnly: false, maxUploadBitsPerSecond: null };
  const wishes = { ports, http, media, sharing, ...connecting, isSharingAtStart: true };
  const supply = await open(wishes);
  return {
    supply,
    manifest: MANIFEST,
    playlist: PLAYLIST,
    bytesOf: (segment) => fetchBytes(segment.url),
    resourceUrl: streamUrl('fmp4/72-init.mp4'),
    resourceBytes: () => fetchBytes(streamUrl('fmp4/72-init.mp4')),
    lostUrl: streamUrl('ts/lost.mpegts'),
    settle: (promise) => promise,
    dispose: () => supply.destroy(),
  } satisfies SupplyStage;
}

describeSegmentSupply('createPlainSupply, the double of the tests', () =>
  createStage(({ http, ports }) => createPlainSupply({ http, clock: ports.clock })),
);

describeSegmentSupply('createHttpSupply', () => createStage((context) => createHttpSupply(context)));

describeSegmentSupply('createSwarm', () =>
  createStage((context) => createSwarm({ ...context, discovery: null, verifier: null })),
);

describeSegmentSupply('p2pMediaLoader', () =>
  createStage(
    p2pMediaLoader({
      // @ts-expect-error: the package's own bundle has no types of its own.
      importCore: () => import('../../../node_modules/p2p-media-loader-core/dist/p2p-media-loader-core.es.js'),
    }),
  ),
);
