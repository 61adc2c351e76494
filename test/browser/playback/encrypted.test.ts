import { describe, expect, it } from 'vitest';
import { createStage, streamUrl, until } from './stage.ts';

describe('createHlsEngine, encrypted media extensions', () => {
  it('hands key systems the settings that it is given, and says when none opens the film', async () => {
    const asked: string[] = [];
    const { engine, failures } = await createStage('clear.m3u8', {
      script: ({ url }) => (url.endsWith('clear.m3u8') ? PLAYLIST : null),
      hlsConfig: {
        emeEnabled: true,
        drmSystems: { 'org.w3.clearkey': { licenseUrl: streamUrl('licence') } },
        requestMediaKeySystemAccessFunc: (keySystem, configurations) => {
          asked.push(keySystem);
          return navigator.requestMediaKeySystemAccess(keySystem, configurations).then(() => {
            throw new DOMException('No key server answers in this test.', 'NotSupportedError');
          });
        },
      },
    });
    engine.start(0);
    await until('it failed', () => failures.length > 0, 20_000);
    expect(asked).toContain('org.w3.clearkey');
    expect(failures[0]?.context.details).toMatch(/^keySystem/);
  });
});

/** The range is the init section of the fixture; its key's id is in the address of the key. */
const PLAYLIST = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:12
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,KEYFORMAT="org.w3.clearkey",URI="data:text/plain;base64,p+Ycc34gkDPCEJH6YHvzuA=="
#EXT-X-MAP:URI="${streamUrl('clear/72.mp4')}",BYTERANGE="1551@0"
#EXTINF:12.0,
${streamUrl('clear/72.mp4')}
#EXT-X-ENDLIST
`;
