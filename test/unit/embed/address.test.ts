import { describe, expect, it } from 'vitest';
import { parseEmbedAddress } from '../../../src/embed/address.ts';
import { isHostAllowed, parseEmbedConfig } from '../../../src/embed/embed-config.ts';

const ID = 'kkGMgK9ZtnKfYAgnEtQxbv';

describe('parseEmbedAddress', () => {
  it.each([
    [
      `https://player.example/embed.html?url=https%3A%2F%2Ftube.example%2Fw%2F${ID}`,
      `https://tube.example/w/${ID}`,
      null,
    ],
    ['https://player.example/a/embed.html?url=@someone@tube.example', '@someone@tube.example', null],
    [`https://player.example/embed.html?url=${ID}&instance=https://tube.example`, ID, 'https://tube.example'],
    [
      `https://tube.example/videos/embed/${ID}?start=5#?secret=abc`,
      `https://tube.example/videos/embed/${ID}`,
      'https://tube.example',
    ],
    [
      `https://tube.example/video-playlists/embed/${ID}`,
      `https://tube.example/video-playlists/embed/${ID}`,
      'https://tube.example',
    ],
    ['https://player.example/embed.html', null, null],
    ['https://player.example/embed.html?url=%20', null, null],
    ['https://player.example/embed.html#?url=https://tube.example/w/1', null, null],
    ['nonsense', null, null],
  ])('reads %s', (href, source, instance) => {
    expect(parseEmbedAddress(href)).toEqual({ source, instance });
  });
});

describe('parseEmbedConfig', () => {
  it('leaves out what is malformed', () => {
    const config = parseEmbedConfig({ instances: ['Tube.Example', '*.org', 7, 'https://x', '*', '<b>'] });
    expect(config.instances).toEqual(['tube.example', '*.org', '*']);
    expect(parseEmbedConfig('x').instances).toEqual([]);
    expect(parseEmbedConfig({ instances: 'x' }).instances).toEqual([]);
  });
});

describe('isHostAllowed', () => {
  it.each([
    [[], 'own.example', true],
    [[], 'tube.example', false],
    [['tube.example'], 'TUBE.example', true],
    [['tube.example'], 'eviltube.example', false],
    [['*.example'], 'a.example', true],
    [['*.example'], 'example', false],
    [['*'], 'any.where', true],
    [['127.0.0.1:9001'], '127.0.0.1:9001', true],
    [['127.0.0.1:9001'], '127.0.0.1:9002', false],
  ])('with %j, %s: %s', (instances, host, expected) => {
    expect(isHostAllowed({ instances }, host, 'own.example')).toBe(expected);
  });
});
