export type BarGroup = {
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly value: number }[];
};

const WIDTH = 720;
const LEFT = 190;
const RIGHT = 60;
const BAR_HEIGHT = 18;
const GAP = 6;
const GROUP_GAP = 40;
const COLOURS: Readonly<Record<string, string>> = { Fleuve: '#0b7285', 'plain hls.js': '#adb5bd' };
const OTHER_COLOUR = '#868e96';

/** Horizontal bars in groups, readable on light and dark pages. */
export function drawBars(title: string, groups: readonly BarGroup[]): string {
  const highest = Math.max(1, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const parts: string[] = [];
  let y = 50;
  for (const group of groups) {
    parts.push(`<text x="12" y="${y}" class="group">${escapeText(group.title)}</text>`);
    y += 12;
    for (const { label, value } of group.bars) {
      const width = ((WIDTH - LEFT - RIGHT) * value) / highest;
      const middle = y + BAR_HEIGHT / 2 + 4;
      parts.push(
        `<text x="${LEFT - 8}" y="${middle}" text-anchor="end">${escapeText(label)}</text>`,
        `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR_HEIGHT}" rx="3" fill="${COLOURS[label] ?? OTHER_COLOUR}"/>`,
        `<text x="${(LEFT + width + 6).toFixed(1)}" y="${middle}">${value.toFixed(2)}</text>`,
      );
      y += BAR_HEIGHT + GAP;
    }
    y += GROUP_GAP - GAP;
  }
  const style =
    'text{font:13px system-ui,sans-serif;fill:#495057}.title{font-size:16px;font-weight:600}.group{font-weight:600}' +
    '@media(prefers-color-scheme:dark){text{fill:#ced4da}}';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-label="${escapeText(title)}">`,
    `<style>${style}</style>`,
    `<text x="12" y="24" class="title">${escapeText(title)}</text>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
