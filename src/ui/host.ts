const roots = new WeakMap<HTMLElement, ShadowRoot>();

/**
 * The shadow root of the container, empty. A root that we opened before is used again (a facade's by the player, one
 * player's by the next); where the container cannot have one, or has one of its own, a child of it serves.
 */
export function openHost(container: HTMLElement): { host: HTMLElement; root: ShadowRoot; close(): void } {
  const known = roots.get(container);
  if (known !== undefined) {
    known.replaceChildren();
    return { host: container, root: known, close: () => empty(known) };
  }
  if (container.shadowRoot === null) {
    const root = tryAttach(container);
    if (root !== null) {
      roots.set(container, root);
      return { host: container, root, close: () => empty(root) };
    }
  }
  const host = document.createElement('div');
  container.append(host);
  return { host, root: host.attachShadow({ mode: 'open' }), close: () => host.remove() };
}

/** Closed players leave the page's own children in sight. */
function empty(root: ShadowRoot): void {
  root.adoptedStyleSheets = [];
  root.replaceChildren(document.createElement('slot'));
}

function tryAttach(container: HTMLElement): ShadowRoot | null {
  try {
    return container.attachShadow({ mode: 'open' });
  } catch {
    // Not every element may be a shadow host (`<section>` may, `<figure>` may not), and closed roots do not show.
    return null;
  }
}
