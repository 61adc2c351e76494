import type { FullContext } from '../context.ts';
import { el } from '../dom.ts';
import { LOCK } from '../icon-more.ts';
import { buildMessage } from './message.ts';

export function buildPasswordScreen({ words, player }: FullContext): HTMLElement {
  const isWrong = player.state.isPasswordWrong;
  const input = el('input', {
    type: 'password',
    class: 'field',
    autocomplete: 'current-password',
    required: true,
    'aria-label': words.password,
    placeholder: words.password,
    'aria-invalid': isWrong ? 'true' : null,
    'aria-describedby': isWrong ? 'wrong' : null,
  });
  const form = el(
    'form',
    { class: 'actions' },
    input,
    el('button', { type: 'submit', class: 'text-button main' }, words.watch),
  );
  // A sandbox without `allow-forms` refuses submission, and with it the event: the button and Enter serve as well.
  const submit = (event: Event) => {
    event.preventDefault();
    if (input.value !== '') player.submitPassword(input.value);
  };
  form.addEventListener('submit', submit);
  form.lastElementChild?.addEventListener('click', submit);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') submit(event);
  });
  return buildMessage({
    icon: LOCK,
    title: words.passwordTitle,
    part: 'password',
    children: [isWrong && el('p', { id: 'wrong', role: 'alert', class: 'wrong' }, words.passwordWrong), form],
  });
}
