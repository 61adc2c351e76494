import type { SkinContext } from './context.ts';
import { keyRun } from './key-actions.ts';

/** Listens inside the player, or on the whole page if the page has said so. */
export function listenToKeys(context: SkinContext): void {
  const { options, host, signal } = context;
  if (options.hotkeys === 'off') return;
  const target = options.hotkeys === 'page' ? document : host;
  target.addEventListener('keydown', (event) => onKey(context, event as KeyboardEvent), { signal });
}

function onKey(context: SkinContext, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.metaKey || event.altKey || event.isComposing) return;
  const key = keyName(event);
  const target = event.composedPath()[0];
  if (target instanceof Element && isKeyTaken(target, key)) return;
  const run = keyRun(key);
  if (run === null) return;
  event.preventDefault();
  // Nobody above should scroll or skip for a key that the player has used.
  event.stopPropagation();
  run(context);
}

/** `shift+n`, `ctrl+enter`, `>`, `k`; on keyboards without Latin letters by the key's place. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey'>): string {
  let key = event.key.toLowerCase();
  // ASCII, and the names of keys, which are ASCII too.
  if (!/^[\x20-\x7e]+$/.test(key)) key = keyAtPlace(event.code, event.shiftKey) ?? key;
  if (event.ctrlKey) return `ctrl+${key}`;
  return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
}

/** Without and with Shift. */
const PUNCTUATION: Readonly<Record<string, string>> = { Period: '.>', Comma: ',<', Slash: '/?' };

function keyAtPlace(code: string, isShifted: boolean): string | null {
  const letter = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  if (letter !== undefined) return letter.toLowerCase();
  return PUNCTUATION[code]?.[isShifted ? 1 : 0] ?? null;
}

/** What the focused thing does with the key itself. */
function isKeyTaken(target: Element, key: string): boolean {
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  if (target.closest('textarea,select,input:not([type=range]):not([type=checkbox])') !== null) return true;
  const isPress = key === ' ' || key === 'enter';
  if (isPress && target.closest('button,a,summary,input[type=checkbox]') !== null) return true;
  const isMove = isPress || key.startsWith('arrow') || key === 'home' || key === 'end' || /^\d$/.test(key);
  if (isMove && target.closest('.panel') !== null) return true;
  return isMove && !isPress && target.closest('input[type=range]:not(.seek)') !== null;
}
