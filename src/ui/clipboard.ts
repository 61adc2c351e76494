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

/** Fails without the permission, and there is none of it in a page that is not secure. */
function copyByApi(text: string): Promise<boolean> | undefined {
  const { clipboard } = navigator as Partial<Navigator>;
  return clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
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
