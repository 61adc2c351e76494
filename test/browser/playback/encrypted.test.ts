import { describe, expect, it } from 'vitest';
import { createStage, streamUrl, until } from './stage.ts';

describe('createHlsEngine, encrypted media extensions', () => {
  it('gives the element the keys of the key system that it is told of, and that system the init data', async () => {
    const playlist = await playlistOf(streamUrl('clear/72.mp4'));
    const { element, engine } = await createStage('clear.m3u8', {
      script: ({ url }) => (url.endsWith('clear.m3u8') ? playlist : null),
      hlsConfig: { emeEnabled: true, drmSystems: { 'org.w3.clearkey': { licenseUrl: streamUrl('licence') } } },
    });
    const encrypted = new Promise<MediaEncryptedEvent>((resolve) => element.addEventListener('encrypted', resolve));
    const keys = new Promise<MediaKeys | null>((resolve) => {
      element.setMediaKeys = (given) => {
        resolve(given);
        return HTMLMediaElement.prototype.setMediaKeys.call(element, given);
      };
    });
    engine.start(0);
    const { initDataType, initData } = await encrypted;
    expect(initDataType).toBe('cenc');
    expect(initData?.byteLength).toBe(52);
    expect(await keys).toBeInstanceOf(MediaKeys);
  });

  it('says when no key system opens the film', async () => {
    const playlist = await playlistOf(streamUrl('clear/72.mp4'));
    const { engine, failures } = await createStage('clear.m3u8', {
      script: ({ url }) => (url.endsWith('clear.m3u8') ? playlist : null),
      hlsConfig: {
        emeEnabled: true,
        drmSystems: { 'org.w3.clearkey': { licenseUrl: streamUrl('licence') } },
        requestMediaKeySystemAccessFunc: () => Promise.reject(new DOMException('Not here.', 'NotSupportedError')),
      },
    });
    engine.start(0);
    await until('it failed', () => failures.length > 0, 20_000);
    expect(failures[0]?.context.details).toMatch(/^keySystem/);
  });
});

/** A playlist of the init section and the fragments that a file has. */
async function playlistOf(url: string): Promise<string> {
  const view = new DataView(await (await fetch(url)).arrayBuffer());
  const fragments: number[] = [];
  let end = 0;
  for (let at = 0; at < view.byteLength; at += view.getUint32(at)) {
    const type = String.fromCharCode(...[4, 5, 6, 7].map((i) => view.getUint8(at + i)));
    if (type === 'moof') fragments.push(at);
    if (type !== 'mfra') end = at + view.getUint32(at);
  }
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:2', '#EXT-X-PLAYLIST-TYPE:VOD'];
  const keyId = 'data:text/plain;base64,p+YcNz4hkDPCEJH6YHvzuA==';
  lines.push(`#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,KEYFORMAT="org.w3.clearkey",URI="${keyId}"`);
  lines.push(`#EXT-X-MAP:URI="${url}",BYTERANGE="${fragments[0]}@0"`);
  fragments.forEach((start, i) => {
    lines.push('#EXTINF:2.0,', `#EXT-X-BYTERANGE:${(fragments[i + 1] ?? end) - start}@${start}`, url);
  });
  return [...lines, '#EXT-X-ENDLIST'].join('\n');
}
