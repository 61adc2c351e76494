import type { Seat } from './seat.ts';

/** Fills the table; rows stay in place, so that a screen reader's cursor is not lost. */
export function showRows(body: HTMLElement, seats: readonly Seat[]): void {
  while (body.children.length > seats.length) body.lastElementChild?.remove();
  for (const [index, seat] of seats.entries()) {
    const row = (body.children[index] as HTMLTableRowElement | undefined) ?? createRow(body);
    const connected = seats.filter(({ peerIds }) => seat.report?.connectedPeers.some((id) => peerIds.has(id)));
    const cells = [
      seat.name,
      formatBytes(seat.totals.fromViewers),
      formatBytes(seat.totals.fromServer),
      formatBytes(seat.totals.handedOn),
      connected.map(({ name }) => name).join(', ') || '–',
      `${((seat.report?.stalledMs ?? 0) / 1_000).toFixed(1)} s`,
    ];
    for (const [column, text] of cells.entries()) {
      const cell = row.cells[column]!;
      if (cell.textContent !== text) cell.textContent = text;
    }
  }
}

function createRow(body: HTMLElement): HTMLTableRowElement {
  const row = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  row.append(head, ...Array.from({ length: 5 }, () => document.createElement('td')));
  body.append(row);
  return row;
}

function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
