import { svg } from './dom.ts';

/** Strokes on a grid of 24; an `F` in front means filled. */
const PATHS = {
  play: 'FM7 5.4v13.2a.8.8 0 0 0 1.2.7l10.9-6.6a.8.8 0 0 0 0-1.4L8.2 4.7a.8.8 0 0 0-1.2.7z',
  pause: 'FM7 5h3v14H7zM14 5h3v14h-3z',
  replay: 'M4.5 12A7.5 7.5 0 1 0 7 6.4L4.5 8.6M4.5 4v4.6h4.6',
  previous: 'FM18 6.5v11L9.5 12zM6 6v12',
  next: 'FM6 6.5v11l8.5-5.5zM18 6v12',
  volume: 'M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11',
  muted: 'M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM16 9.7l4.6 4.6M20.6 9.7L16 14.3',
  captions:
    'M5.5 5.5h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM10.6 10.6a2 2 0 1 0 0 2.8M16.6 10.6a2 2 0 1 0 0 2.8',
  settings:
    'M4 7.5h8M17 7.5h3M4 16.5h3M12 16.5h8M12 7.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M7 16.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0',
  sharing: 'M3 6.5c6 0 5.5 5.5 11.5 5.5H21M3 17.5c6 0 5.5-5.5 11.5-5.5M18 9l3 3-3 3',
  fullscreen:
    'M4 9V5.5A1.5 1.5 0 0 1 5.5 4H9M15 4h3.5A1.5 1.5 0 0 1 20 5.5V9M20 15v3.5a1.5 1.5 0 0 1-1.5 1.5H15M9 20H5.5A1.5 1.5 0 0 1 4 18.5V15',
  window:
    'M9 4v3.5A1.5 1.5 0 0 1 7.5 9H4M20 9h-3.5A1.5 1.5 0 0 1 15 7.5V4M15 20v-3.5a1.5 1.5 0 0 1 1.5-1.5H20M4 15h3.5A1.5 1.5 0 0 1 9 16.5V20',
  theater: 'M4 8h16v8H4z',
  pip: 'M20.5 10.5v-4a1 1 0 0 0-1-1h-15a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1H10M13.5 14h7v4.5h-7z',
  link: 'M12 15V4M8.2 7.6L12 4l3.8 3.6M6.5 11.5v7a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-7',
  list: 'M4 6.5h16M4 12h9M4 17.5h7M16 13.5v6.5l5-3.2z',
  alert: 'M12 9.5v4.5M12 17v.01M12 4l9 16H3z',
} as const;

/** One of ours, or a path of a part that is fetched later and brings its own. */
export type IconName = keyof typeof PATHS | `M${string}`;

/** Decoration only: the control around it carries the name. */
export function icon(name: IconName): SVGSVGElement {
  const element = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'icon' }, svg('path'));
  setIcon(element, name);
  return element;
}

export function setIcon(element: SVGElement, name: IconName): void {
  const path: string = name in PATHS ? PATHS[name as keyof typeof PATHS] : name;
  const isFilled = path.startsWith('F');
  element.firstElementChild?.setAttribute('d', isFilled ? path.slice(1) : path);
  element.classList.toggle('filled', isFilled);
}
