import type { FullContext } from './context.ts';
import { el } from './dom.ts';
import { CHECK } from './icon-more.ts';

/** Copies and says so. Frames without the clipboard's permission get the old way, through a selection. */
export async function copyText({ frame, announce, bezel, words }: FullContext, text: string): Promise<void> {
  const isCopied = (await copyByApi(text)) || copyBySelection(frame, text);
  if (!isCopied) return;
  bezel(CHECK, words.copied);
  announce('copied', words.copied);
}

async function copyByApi(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No permission, or a page that is not secure.
    return false;
  }
}

function copyBySelection(frame: HTMLElement, text: string): boolean {
  const field = el('textarea', { class: 'hidden-text', 'aria-hidden': 'true', tabindex: -1 });
  field.value = text;
  frame.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  return isCopied;
}
