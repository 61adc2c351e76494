/** True sets an empty attribute; false, null and undefined set none. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Child = Node | string | null | false | undefined;

/** Builds one element. Attributes are set one by one and never `style`: strict policies and Trusted Types allow it. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children.filter(isShown));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  element.append(...children.filter(isShown));
  return element;
}

export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

function isShown(child: Child): child is Node | string {
  return child !== null && child !== false && child !== undefined;
}

/** Custom properties and the like through CSSOM, which a `style-src` without `unsafe-inline` allows. */
export function setStyles(element: HTMLElement | SVGElement, styles: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
}

/** Constructed sheets pass a `style-src` that forbids inline styles. */
export function createSheet(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

const sheets = new Map<string, CSSStyleSheet>();

/** Adds rules to the shadow root of `node`, once; every player of a page shares the sheet. */
export function useSheet(node: Node, text: string): void {
  const root = node.getRootNode();
  const sheet = sheets.get(text) ?? createSheet(text);
  sheets.set(text, sheet);
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}

/** The element that has the focus within this shadow tree. */
export function activeElement(node: Node): HTMLElement | null {
  const root = node.getRootNode();
  const active = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  return active instanceof HTMLElement ? active : null;
}
