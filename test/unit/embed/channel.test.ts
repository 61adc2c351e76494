import { describe, expect, it } from 'vitest';
import { createChannel } from '../../../src/embed/channel.ts';

function createEnd(scope = 'peertube') {
  const posted: string[] = [];
  const channel = createChannel({ scope, post: (text) => posted.push(text), firstId: 100, maxMessageLength: 10_000 });
  return { channel, posted };
}

/** Two ends that hear each other at once. */
function createPair(order: 'host first' | 'page first') {
  const ends = { host: createEnd(), page: createEnd() };
  const { host, page } = ends;
  const pump = () => {
    while (host.posted.length > 0 || page.posted.length > 0) {
      for (const text of host.posted.splice(0)) page.channel.receive(text);
      for (const text of page.posted.splice(0)) host.channel.receive(text);
    }
  };
  const starts = order === 'host first' ? [host, page] : [page, host];
  for (const end of starts) {
    end.channel.start();
    pump();
  }
  return { host: host.channel, page: page.channel, pump };
}

const READY_REQUEST = '{"method":"peertube::__ready","params":{"type":"publish-request","publish":[]}}';
const READY_REPLY = '{"method":"peertube::__ready","params":{"type":"publish-reply","publish":[]}}';

describe('createChannel', () => {
  it.each(['host first', 'page first'] as const)('shakes hands with the %s', async (order) => {
    const { host, page, pump } = createPair(order);
    page.bind('getVolume', () => 0.8);
    const volume = host.call('getVolume');
    pump();
    expect(await volume).toBe(0.8);
  });

  it('holds everything back until the other side is there, and keeps the order', () => {
    const { channel, posted } = createEnd();
    channel.start();
    channel.notify('ready', true);
    channel.notify('volumeChange', 0.5);
    expect(posted).toEqual([READY_REQUEST]);
    channel.receive(READY_REQUEST);
    expect(posted.slice(1)).toEqual([
      READY_REPLY,
      '{"method":"peertube::ready","params":true}',
      '{"method":"peertube::volumeChange","params":0.5}',
    ]);
  });

  it('answers a host that was made anew in the same window', () => {
    const { channel, posted } = createEnd();
    channel.receive(READY_REQUEST);
    posted.length = 0;
    channel.receive(READY_REQUEST);
    expect(posted).toEqual([READY_REPLY]);
  });

  it('leaves an undefined result out', () => {
    const { channel, posted } = createEnd();
    channel.receive(READY_REPLY);
    channel.bind('play', () => undefined);
    channel.receive('{"id":7,"method":"peertube::play"}');
    expect(posted).toEqual(['{"id":7}']);
  });

  it('says which method is missing', () => {
    const { channel, posted } = createEnd();
    channel.receive(READY_REPLY);
    channel.receive('{"id":7,"method":"peertube::dance"}');
    expect(posted).toEqual([
      '{"id":7,"error":"method_not_found","message":"No method \'dance\' was (yet) bound by the provider"}',
    ]);
  });

  it('sends what a handler throws: an error by its name, a text as a runtime error', () => {
    const { channel, posted } = createEnd();
    channel.receive(READY_REPLY);
    channel.bind('seek', () => {
      throw new RangeError('too far');
    });
    channel.bind('play', () => {
      throw 'not now';
    });
    channel.receive('{"id":1,"method":"peertube::seek"}');
    channel.receive('{"id":2,"method":"peertube::play"}');
    expect(posted).toEqual([
      '{"id":1,"error":"RangeError","message":"too far"}',
      '{"id":2,"error":"runtime_error","message":"not now"}',
    ]);
  });

  it('rejects a call with the other side’s error as its code', async () => {
    const { host, pump } = createPair('host first');
    const answer = host.call('dance');
    pump();
    await expect(answer).rejects.toMatchObject({ name: 'PlayerError', code: 'method_not_found' });
  });

  it('does nothing after destroy, which may be called twice, and rejects what waits', async () => {
    const { channel, posted } = createEnd();
    channel.receive(READY_REPLY);
    const call = channel.call('play');
    posted.length = 0;
    channel.destroy();
    channel.destroy();
    channel.notify('ready', true);
    channel.receive('{"id":1,"method":"peertube::play"}');
    expect(posted).toEqual([]);
    await expect(call).rejects.toMatchObject({ code: 'destroyed' });
    await expect(channel.call('play')).rejects.toMatchObject({ code: 'destroyed' });
  });

  it('keeps a bounded queue for a side that never shakes hands', () => {
    const { channel, posted } = createEnd();
    for (let i = 0; i < 10_000; i++) channel.notify('tick', i);
    channel.receive(READY_REPLY);
    expect(posted.length).toBe(256);
    expect(posted[0]).toBe('{"method":"peertube::tick","params":0}');
  });
});
