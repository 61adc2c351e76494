import { el } from './dom.ts';

/** Long enough to swallow the steps of a held key, short enough to feel like an answer. */
const GROUP_MS = 400;

/** The one `role=status`. Each topic's last words are said once its changes have settled. */
export function createAnnouncer(signal: AbortSignal) {
  const element = el('div', { role: 'status', class: 'hidden-text' });
  const pending = new Map<string, ReturnType<typeof setTimeout>>();
  signal.addEventListener('abort', () => {
    for (const timer of pending.values()) clearTimeout(timer);
  });
  return {
    element,
    announce(topic: string, text: string) {
      clearTimeout(pending.get(topic));
      pending.set(
        topic,
        setTimeout(() => {
          pending.delete(topic);
          // The same words twice are said twice only if they differ.
          element.textContent = element.textContent === text ? `${text} ` : text;
        }, GROUP_MS),
      );
    },
  };
}
