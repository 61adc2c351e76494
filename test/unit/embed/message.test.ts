import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChannelMessage, isScope, parseMessage, serialiseMessage } from '../../../src/embed/message.ts';

const LIMIT = 65_536;
const parse = (text: unknown) => parseMessage(text, 'peertube', LIMIT);

/** As jschannel writes them: keys in this order, `params` and `result` left out where they are undefined. */
const EXACT: readonly (readonly [string, ChannelMessage])[] = [
  [
    '{"method":"peertube::__ready","params":{"type":"publish-request","publish":[]}}',
    { kind: 'ready', type: 'publish-request' },
  ],
  [
    '{"method":"peertube::__ready","params":{"type":"publish-reply","publish":[]}}',
    { kind: 'ready', type: 'publish-reply' },
  ],
  ['{"id":123456,"method":"peertube::isReady"}', { kind: 'call', id: 123456, method: 'isReady', params: undefined }],
  ['{"id":123458,"method":"peertube::seek","params":32}', { kind: 'call', id: 123458, method: 'seek', params: 32 }],
  ['{"id":123456,"result":false}', { kind: 'result', id: 123456, result: false }],
  ['{"id":123457}', { kind: 'result', id: 123457, result: undefined }],
  ['{"method":"peertube::ready","params":true}', { kind: 'notification', method: 'ready', params: true }],
  [
    '{"id":123460,"error":"method_not_found","message":"No method \'isPlaying\' was (yet) bound by the provider"}',
    {
      kind: 'error',
      id: 123460,
      error: 'method_not_found',
      message: "No method 'isPlaying' was (yet) bound by the provider",
    },
  ],
];

describe('serialiseMessage', () => {
  it.each(EXACT)('writes %s', (text, message) => {
    expect(serialiseMessage(message, 'peertube')).toBe(text);
  });
});

describe('parseMessage', () => {
  it.each(EXACT)('reads %s', (text, message) => {
    expect(parse(text)).toEqual(message);
  });

  it.each([
    ['an object instead of a string', { method: 'peertube::play', id: 1 }],
    ['no JSON', '{"id":1,'],
    ['a list', '[1]'],
    ['null', 'null'],
    ['another scope', '{"id":1,"method":"other::play"}'],
    ['no scope', '{"id":1,"method":"play"}'],
    ['a scope that only begins alike', '{"id":1,"method":"peertubes::play"}'],
    ['two separators', '{"id":1,"method":"peertube::a::b"}'],
    ['no method name', '{"id":1,"method":"peertube::"}'],
    ['an id that is no number', '{"id":"1","method":"peertube::play"}'],
    ['an answer without an id', '{"result":1}'],
    ['a handshake of no known type', '{"method":"peertube::__ready","params":{"type":"hello"}}'],
  ])('ignores %s', (_, data) => {
    expect(parse(data)).toBeNull();
  });

  it('drops what is longer than its limit unread', () => {
    const long = JSON.stringify({ id: 1, method: 'peertube::setVideoPassword', params: 'x'.repeat(LIMIT) });
    expect(parse(long)).toBeNull();
    expect(parseMessage(long, 'peertube', long.length)).not.toBeNull();
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.string()), (data) => {
        parse(data);
        parse(JSON.stringify({ id: 1, method: 'peertube::seek', params: data }));
      }),
      { seed: 20_261, numRuns: 2000 },
    );
  });
});

describe('isScope', () => {
  it('refuses the separator and nothing', () => {
    expect([isScope('peertube'), isScope('a:b'), isScope('a::b'), isScope('')]).toEqual([true, true, false, false]);
  });
});
