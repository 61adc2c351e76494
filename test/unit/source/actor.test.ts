import { describe, expect, it } from 'vitest';
import { resolveVideo } from '../../../src/source/resolve.ts';
import { at, createRecordedHttp, FIRST, json, type Route } from '../../support/recorded-http.ts';
import { createSourcePorts } from '../../support/source-ports.ts';

const FINGER = `${FIRST}/.well-known/webfinger?resource=`;
const NEWEST = 'videos?sort=-publishedAt&count=50';
const CHANNEL = [
  at(`${FIRST}/api/v1/config`, 'config.json'),
  at(`${FINGER}acct%3Aroot_channel%40127.0.0.1%3A9001`, 'webfinger-channel.json'),
  at(`${FIRST}/api/v1/video-channels/root_channel/${NEWEST}`, 'channel-videos.json'),
];

async function listOf(routes: readonly Route[], input: string) {
  const http = createRecordedHttp(routes);
  const resolution = await resolveVideo(input, { ports: createSourcePorts(http) });
  if (resolution.kind !== 'playlist') throw new Error('a film came');
  return { ...resolution, asked: http.asked };
}

describe('resolveVideo of a channel or an account', () => {
  it('finds the channel behind a handle by WebFinger and lists its films, newest first', async () => {
    const { playlist, position, asked } = await listOf(CHANNEL, '@root_channel@127.0.0.1:9001');
    expect(position).toBe(1);
    expect(playlist.title).toBe('Main root channel');
    expect(playlist.entries[0]?.video).toMatchObject({
      title: 'Permanent live (default latency)',
      durationSeconds: null,
    });
    expect(asked).toHaveLength(3);
  });

  it('does not look up what the address tells already', async () => {
    const { asked } = await listOf(CHANNEL, `${FIRST}/c/root_channel/videos`);
    expect(asked.some((line) => line.includes('webfinger'))).toBe(false);
  });

  it('knows an account', async () => {
    const routes = [
      at(`${FINGER}acct%3Aroot%40127.0.0.1%3A9001`, 'webfinger-account.json'),
      at(`${FIRST}/api/v1/accounts/root/${NEWEST}`, 'channel-videos.json'),
    ];
    expect((await listOf(routes, `${FIRST}/@root`)).playlist.pageUrl).toBe(`${FIRST}/a/root/videos`);
  });

  it('says that nobody has this name, or that there is no film', async () => {
    await expect(listOf([], '@nobody@127.0.0.1:9001')).rejects.toMatchObject({
      code: 'not-found',
      message: '127.0.0.1:9001 knows nobody called nobody.',
    });
    const empty = [
      ...CHANNEL.slice(0, 2),
      at(`${FIRST}/api/v1/video-channels/root_channel/${NEWEST}`, json({ total: 0, data: [] })),
    ];
    await expect(listOf(empty, '@root_channel@127.0.0.1:9001')).rejects.toMatchObject({ code: 'empty-playlist' });
  });

  it('needs a host or an instance', async () => {
    await expect(listOf([], '@root')).rejects.toMatchObject({ code: 'needs-instance' });
  });
});
