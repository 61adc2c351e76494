import { describe, expect, it } from 'vitest';
import { createEmitter } from '../../../src/base/emitter.ts';

type Events = { said: string; done: undefined };

describe('createEmitter', () => {
  it('tells every listener of that event', () => {
    const emitter = createEmitter<Events>();
    const heard: string[] = [];
    emitter.on('said', (text) => heard.push(`a ${text}`));
    emitter.on('said', (text) => heard.push(`b ${text}`));
    emitter.on('done', () => heard.push('done'));
    emitter.emit('said', 'x');
    expect(heard).toEqual(['a x', 'b x']);
  });

  it('forgets a listener that was taken back, or whose signal aborted', () => {
    const emitter = createEmitter<Events>();
    const heard: string[] = [];
    const off = emitter.on('said', (text) => heard.push(text));
    const abort = new AbortController();
    emitter.on('said', (text) => heard.push(text), { signal: abort.signal });
    emitter.on('said', (text) => heard.push(text), { signal: AbortSignal.abort() });
    off();
    off();
    abort.abort();
    emitter.emit('said', 'x');
    expect(heard).toEqual([]);
  });

  it('goes on after a listener that throws, and tells of it', () => {
    const errors: unknown[] = [];
    const emitter = createEmitter<Events>((error) => errors.push(error));
    const heard: string[] = [];
    emitter.on('said', () => {
      throw new RangeError('broken');
    });
    emitter.on('said', (text) => heard.push(text));
    emitter.emit('said', 'x');
    expect(heard).toEqual(['x']);
    expect(errors).toHaveLength(1);
  });

  it('may lose and gain listeners while it emits', () => {
    const emitter = createEmitter<Events>();
    const heard: string[] = [];
    const off = emitter.on('said', (text) => {
      heard.push(text);
      off();
      emitter.on('said', (later) => heard.push(`later ${later}`));
    });
    emitter.emit('said', 'x');
    emitter.emit('said', 'y');
    expect(heard).toEqual(['x', 'later y']);
  });

  it('is silent once cleared', () => {
    const emitter = createEmitter<Events>();
    let count = 0;
    emitter.on('done', () => {
      count += 1;
    });
    emitter.clear();
    emitter.emit('done', undefined);
    expect(count).toBe(0);
  });
});
