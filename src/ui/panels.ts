import { activeElement } from './dom.ts';

export type Panel = {
  readonly element: HTMLElement;
  /** Gets the focus when the panel opens; the panel itself by default, which says its name. */
  readonly focus?: () => void;
  /** Esc: true if the panel went back a step and stays open. */
  readonly onEscape?: () => boolean;
};

type Build = (signal: AbortSignal) => Panel;

export type Panels = {
  /** Takes away what is open; the focus goes back to whoever opened it. */
  close(isFocusGivenBack?: boolean): void;
  /** Opens, or closes if this very panel is open. */
  toggle(name: string, opener: HTMLElement | null, build: Build): void;
};

/** Menus and dialogs above the bar, at most one at a time; whoever opened one gets the focus back. */
export function createPanels(frame: HTMLElement, place: HTMLElement, skinSignal: AbortSignal): Panels {
  let open: { name: string; opener: HTMLElement | null; life: AbortController; panel: Panel | null } | null = null;

  const close = (isFocusGivenBack = true) => {
    if (open === null) return;
    const { opener, life, panel } = open;
    const hadFocus = panel !== null && (panel.element.contains(activeElement(place)) || activeElement(place) === null);
    open = null;
    life.abort();
    panel?.element.remove();
    opener?.setAttribute('aria-expanded', 'false');
    frame.classList.remove('has-panel');
    if (isFocusGivenBack && hadFocus) (opener?.isConnected ? opener : frame).focus({ preventScroll: true });
  };

  const show = (name: string, newOpener: HTMLElement | null, build: Build) => {
    const opener = newOpener ?? open?.opener ?? null;
    close(false);
    const life = new AbortController();
    const mine = { name, opener, life, panel: null as Panel | null };
    open = mine;
    opener?.setAttribute('aria-expanded', 'true');
    frame.classList.add('has-panel');
    // A ring round the panel is for those who came by the keyboard, not for scripts and pointers.
    const focusVisible = frame.matches(':has(:focus-visible),:focus-visible');
    const panel = build(life.signal);
    mine.panel = panel;
    place.append(panel.element);
    if (panel.focus) panel.focus();
    else panel.element.focus({ preventScroll: true, focusVisible });
  };

  place.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || open === null) return;
    event.stopPropagation();
    event.preventDefault();
    if (open.panel?.onEscape?.() !== true) close();
  });
  frame.addEventListener('pointerdown', (event) => {
    const target = event.target as Node;
    if (open?.panel && !place.contains(target) && !open.opener?.contains(target)) close(false);
  });
  skinSignal.addEventListener('abort', () => close(false));

  return {
    close,
    toggle(name, opener, build) {
      // A context menu asked for anew opens anew, at the new place.
      if (open?.name === name && name !== 'context') close();
      else show(name, opener, build);
    },
  };
}
