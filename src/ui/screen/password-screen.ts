import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
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
  const submit = (event: Event) => {
    event.preventDefault();
    if (input.value !== '') player.submitPassword(input.value);
  };
  // A sandbox without `allow-forms` refuses submission, and with it the event; Enter and the button are presses first.
  const button = createTextButton(words.watch, submit, true);
  button.type = 'submit';
  const form = el('form', { class: 'actions' }, input, button);
  form.addEventListener('submit', submit);
  return buildMessage({
    icon: LOCK,
    title: words.passwordTitle,
    part: 'password',
    children: [isWrong && el('p', { id: 'wrong', role: 'alert', class: 'wrong' }, words.passwordWrong), form],
  });
}
