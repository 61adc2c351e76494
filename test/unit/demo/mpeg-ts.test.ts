import { describe, expect, it } from 'vitest';
import { shiftTimestamps } from '../../../demo/server/mpeg-ts.ts';

/** One packet with a PCR and a PES header that holds a PTS and a DTS. */
function createPacket(options: { pcr: number; pts: number; dts: number }): Buffer {
  const packet = Buffer.alloc(188, 0xff);
  packet.set([0x47, 0x41, 0x00, 0x30, 7, 0x10]);
  packet.writeUInt32BE(Math.floor(options.pcr / 2), 6);
  packet.set([((options.pcr % 2) << 7) | 0x7e, 0], 10);
  packet.set([0, 0, 1, 0xe0, 0, 0, 0x80, 0xc0, 10], 12);
  packet.set(stamp(3, options.pts), 21);
  packet.set(stamp(1, options.dts), 26);
  return packet;
}

function stamp(mark: number, value: number): number[] {
  const high = Math.floor(value / 2 ** 30);
  const middle = Math.floor(value / 2 ** 15) % 2 ** 15;
  const low = value % 2 ** 15;
  const pair = (bits: number): number[] => [(bits * 2 + 1) >> 8, (bits * 2 + 1) & 255];
  return [(mark << 4) | (high << 1) | 1, ...pair(middle), ...pair(low)];
}

describe('shiftTimestamps', () => {
  it('adds whole seconds to PCR, PTS and DTS and touches nothing else', () => {
    const before = createPacket({ pcr: 90_001, pts: 180_000, dts: 176_400 });
    const after = createPacket({ pcr: 90_001 + 3_600_000, pts: 180_000 + 3_600_000, dts: 176_400 + 3_600_000 });
    expect(shiftTimestamps(before, 40)).toEqual(after);
  });

  it('wraps after 33 bits', () => {
    const before = createPacket({ pcr: 2 ** 33 - 1, pts: 2 ** 33 - 90_000, dts: 0 });
    expect(shiftTimestamps(before, 1)).toEqual(createPacket({ pcr: 89_999, pts: 0, dts: 90_000 }));
  });

  it('leaves bytes that are no packets alone', () => {
    const noise = Buffer.from('no transport stream at all '.repeat(20));
    expect(shiftTimestamps(noise, 4)).toEqual(noise);
  });
});
