/** A box of ISO/IEC 14496-12: four letters, and what stands between its header and its end. */
export type Box = { readonly type: string; readonly body: Buffer; readonly startByte: number };

const HEADER_BYTES = 8;

/** The boxes that stand one after the other in `bytes`; `startByte` counts from there. Sizes of 64 bits are not known. */
export function parseBoxes(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  let startByte = 0;
  while (startByte < bytes.length) {
    const endByte = startByte + bytes.readUInt32BE(startByte);
    if (endByte < startByte + HEADER_BYTES || endByte > bytes.length) throw new Error(`No box at ${startByte}.`);
    const type = bytes.toString('latin1', startByte + 4, startByte + HEADER_BYTES);
    boxes.push({ type, body: bytes.subarray(startByte + HEADER_BYTES, endByte), startByte });
    startByte = endByte;
  }
  return boxes;
}

/** The first box at the end of a path such as `['moov', 'trak', 'tkhd']`. */
export function findBox(bytes: Buffer, [type, ...rest]: readonly string[]): Buffer {
  const body = parseBoxes(bytes).find((each) => each.type === type)?.body;
  if (body === undefined) throw new Error(`There is no '${type}' box.`);
  return rest.length === 0 ? body : findBox(body, rest);
}

export function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(HEADER_BYTES + parts.reduce((sum, part) => sum + part.length, 0));
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, ...parts]);
}

/** A box with a version and flags. */
export function fullBox(type: string, [version, flags]: readonly [number, number], ...parts: Buffer[]): Buffer {
  return box(type, uint32(version * 2 ** 24 + flags), ...parts);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** The same boxes, each replaced with what `change` makes of it; null leaves it as it is. */
export function mapBoxes(bytes: Buffer, change: (box: Box) => Buffer | null): Buffer {
  return Buffer.concat(parseBoxes(bytes).map((each) => change(each) ?? box(each.type, each.body)));
}
