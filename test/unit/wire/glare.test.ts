import { describe, expect, it } from 'vitest';
import { judgeAnswer, judgeOffer } from '../../../src/wire/glare.ts';

const LOW = '-FV0100-aaaaaaaaaaaa';
const HIGH = '-FV0100-bbbbbbbbbbbb';
const STOCK = '-PM0203-aaaaaaaaaaaa';

describe('judgeOffer and judgeAnswer', () => {
  it('take whoever is not known', () => {
    const question = { ownPeerId: LOW, remotePeerId: HIGH, known: null };
    expect([judgeOffer(question), judgeAnswer(question)]).toEqual(['take', 'take']);
  });

  it('keep an open connection against new offers', () => {
    for (const remotePeerId of [HIGH, STOCK]) {
      for (const isOurOffer of [true, false]) {
        const question = { ownPeerId: LOW, remotePeerId, known: { isOurOffer, isOpen: true } };
        expect(judgeOffer(question)).toBe('drop');
      }
    }
  });

  it('close nothing where the other engine decides', () => {
    const question = { ownPeerId: LOW, remotePeerId: STOCK, known: { isOurOffer: true, isOpen: false } };
    expect([judgeOffer(question), judgeAnswer(question)]).toEqual(['beside', 'beside']);
  });

  it('leave exactly the connection of the lower id, in whatever order the messages come', () => {
    for (const order of orders()) expect(playGlare(order), order.join(' ')).toEqual({ low: 'low', high: 'low' });
  });
});

/** Both offered; each event is a message that arrives at one of them. */
type Step = 'offer at high' | 'offer at low' | 'answer at low' | 'answer at high';

/** All orders in which an answer comes after its offer. */
function orders(): Step[][] {
  const steps: Step[] = ['offer at high', 'offer at low', 'answer at low', 'answer at high'];
  const permute = (rest: Step[]): Step[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((step) => permute(rest.filter((one) => one !== step)).map((tail) => [step, ...tail]));
  return permute(steps).filter(
    (order) =>
      order.indexOf('offer at high') < order.indexOf('answer at low') &&
      order.indexOf('offer at low') < order.indexOf('answer at high'),
  );
}

/** Whose offer each side keeps; an offer that was dropped is never answered. */
function playGlare(order: readonly Step[]): { low: string | null; high: string | null } {
  const kept: { low: 'low' | 'high' | null; high: 'low' | 'high' | null } = { low: null, high: null };
  const answered = { low: false, high: false };
  for (const step of order) {
    const at = step.endsWith('low') ? 'low' : 'high';
    const other = at === 'low' ? 'high' : 'low';
    const ids = { ownPeerId: at === 'low' ? LOW : HIGH, remotePeerId: at === 'low' ? HIGH : LOW };
    const known = kept[at] === null ? null : { isOurOffer: kept[at] === at, isOpen: false };
    if (step.startsWith('offer')) {
      const verdict = judgeOffer({ ...ids, known });
      if (verdict === 'drop') continue;
      kept[at] = other;
      answered[other] = true;
    } else if (answered[at]) {
      if (judgeAnswer({ ...ids, known }) !== 'drop') kept[at] = at;
    }
  }
  return kept;
}
