import { describe, expect, it } from 'vitest';
import { keyName } from '../../../src/ui/hotkeys.ts';

const press = (key: string, code: string, modifiers: { shiftKey?: boolean; ctrlKey?: boolean } = {}) =>
  keyName({ key, code, shiftKey: false, ctrlKey: false, ...modifiers });

describe('keyName', () => {
  it('goes by the character, wherever its key is', () => {
    expect(press('k', 'KeyK')).toBe('k');
    expect(press('k', 'KeyV')).toBe('k');
    expect(press('>', 'Period', { shiftKey: true })).toBe('>');
    expect(press('?', 'Minus', { shiftKey: true })).toBe('?');
  });

  it('goes by the place on keyboards without Latin letters', () => {
    expect(press('л', 'KeyK')).toBe('k');
    expect(press('Ь', 'KeyM', { shiftKey: true })).toBe('shift+m');
    expect(press('ю', 'Period', { shiftKey: true })).toBe('>');
    expect(press('б', 'Comma')).toBe(',');
    expect(press('٥', 'Digit5')).toBe('5');
  });

  it('names what was held', () => {
    expect(press('N', 'KeyN', { shiftKey: true })).toBe('shift+n');
    expect(press('Enter', 'Enter', { ctrlKey: true })).toBe('ctrl+enter');
    expect(press('ArrowLeft', 'ArrowLeft', { shiftKey: true })).toBe('arrowleft');
  });
});
