import { describe, expect, it } from 'vitest';
import { createSeededRandom, randomInteger } from '../../src/base/random.ts';
import type { Link } from '../../src/wire/link.ts';
import { createPeerId } from '../../src/wire/peer-id.ts';
import type { Attack } from '../support/attacker.ts';
import { BLOCK_ATTACKS } from '../support/block-attacker.ts';
import { hasLie, PhantomBytes } from '../support/phantom-bytes.ts';
import { FLEUVE_ENGINE } from './engines.ts';
import { admitHostile } from './hostile.ts';
import { findBrokenRules, measure } from './measure.ts';
import { createScenario, type Scenario } from './scenario.ts';
import { runScenario } from './world.ts';

/** `FLEUVE_BLAME_FIRST=135 FLEUVE_BLAME_SEEDS=1` runs one seed again. */
const SEEDS = Number(process.env.FLEUVE_BLAME_SEEDS ?? 1000);
const FIRST_SEED = Number(process.env.FLEUVE_BLAME_FIRST ?? 1);

const FILM_SECONDS = 12;
const MBIT = 1_000_000;
/** A little less than the film, so that something must go. */
const STORE_BYTES = 1_000_000;

/** What happens inside a segment; `isLiar` attackers send false bytes in places that were asked for. */
const KINDS: readonly { readonly name: string; readonly isLiar?: boolean; readonly isUnmistakable?: boolean }[] = [
  { name: 'one false block a segment', isLiar: true },
  { name: 'nothing but false blocks', isLiar: true },
  { name: 'claims all and refuses all' },
  { name: 'claims blocks and is silent' },
  { name: 'is for ever fetching everything' },
  { name: 'blocks of another size each time' },
  { name: 'blocks that overlap, come twice, or were not asked for', isUnmistakable: true },
  { name: 'true blocks that come twice' },
  { name: 'blocks that shrink' },
  { name: 'right size, half of a block, then silence' },
  { name: 'another length than it says', isUnmistakable: true },
  { name: 'another segment size in every answer', isUnmistakable: true },
];

type Draw = {
  readonly kind: (typeof KINDS)[number];
  readonly viewers: number;
  /** The others have what it sends from its victim alone, who is a relay. */
  readonly hasOneVictim: boolean;
  readonly scenario: Scenario;
};

function draw(seed: number): Draw {
  const random = createSeededRandom(seed);
  const base = createScenario('flash-crowd', { viewers: 3 })!;
  const kind = KINDS[randomInteger(random, KINDS.length)]!;
  const spreadMs = random.unit() < 0.5 ? 500 : 4000;
  return {
    kind,
    viewers: 3 + randomInteger(random, 2),
    hasOneVictim: random.unit() < 0.4,
    scenario: {
      ...base,
      film: { kind: 'film', bitrateBitsPerSecond: 0.7 * MBIT, segmentSeconds: 4, durationSeconds: FILM_SECONDS },
      durationSeconds: FILM_SECONDS + 18,
      origin: { ...base.origin, bitsPerSecond: (1.5 + 6 * random.unit()) * MBIT },
      path: { ...base.path, blockedShare: 0 },
      linkSetupMs: 200,
      storeBytes: STORE_BYTES,
      planViewer: (index, chance) => ({
        ...base.planViewer(index, chance),
        joinMs: index === 0 ? 0 : 200 + chance.unit() * spreadMs,
      }),
    },
  };
}

type Seen = { readonly victims: Map<string, { link: Link; askedCount: number; lies: number; isOpen: boolean }> };

/** The same attack, watched from the attacker's side. */
function observe(attack: Attack, hasOneVictim: boolean): { attack: Attack; seen: Seen } {
  const victims: Seen['victims'] = new Map();
  return {
    seen: { victims },
    attack(attacker) {
      const { link } = attacker;
      if (hasOneVictim && victims.size > 0 && !victims.has(link.remotePeerId)) return link.close('not you');
      const victim = { link, askedCount: 0, lies: 0, isOpen: true };
      victims.set(link.remotePeerId, victim);
      link.on('closed', () => {
        victim.isOpen = false;
      });
      link.on('message', (message) => {
        if (!(message instanceof PhantomBytes) && message[0] === 6) victim.askedCount += 1;
      });
      const watched: Link = {
        remotePeerId: link.remotePeerId,
        get bufferedBytes() {
          return link.bufferedBytes;
        },
        on: link.on,
        close: (reason) => link.close(reason),
        send(message) {
          if (message instanceof PhantomBytes && hasLie(message)) victim.lies += message.length;
          link.send(message);
        },
      };
      attack({ ...attacker, link: watched });
    },
  };
}

/** Runs in which the attacker was asked for bytes, lied inside a segment, and viewers sent each other something. */
type Totals = { asked: number; lied: number; shared: number };

/** What is wrong with the run of one seed, as sentences; counts what happened in it. */
async function judge(seed: number, totals: Totals): Promise<string[]> {
  const { kind, viewers, hasOneVictim, scenario } = draw(seed);
  const { attack, seen } = observe(BLOCK_ATTACKS[kind.name]!, hasOneVictim);
  const atEnd: { lies: number; isOpen: boolean }[] = [];
  const outcome = await runScenario({
    scenario,
    viewers,
    seed,
    createSupply: FLEUVE_ENGINE,
    onWorld: async (world) => void (await admitHostile(world, [{ attack, seed, tongue: 'own' }])),
    onProgress: (atSeconds) => {
      if (atSeconds !== scenario.durationSeconds - 1) return;
      for (const { lies, isOpen } of seen.victims.values()) atEnd.push({ lies, isOpen });
    },
  });
  const { loadErrors, neverStarted } = measure(outcome);
  const wrong = findBrokenRules(outcome);
  if (loadErrors > 0) wrong.push(`${loadErrors} loads failed`);
  if (neverStarted > 0) wrong.push(`${neverStarted} viewers saw nothing`);
  for (const [i, { watching }] of outcome.viewers.entries()) {
    if (watching.loadedBytes !== outcome.film.sizeBytes)
      wrong.push(`viewer ${i + 1} has ${watching.loadedBytes} of ${outcome.film.sizeBytes} B`);
  }
  const lied = atEnd.some(({ lies }) => lies > 0);
  const attackerId = createPeerId(createSeededRandom(seed));
  for (const banned of outcome.bannedPeerIds)
    if (banned !== attackerId) wrong.push(`${banned} is honest and was banned`);
  if (lied && kind.isLiar && !outcome.bannedPeerIds.has(attackerId)) wrong.push('nobody bans the liar');
  if ((kind.isLiar || kind.isUnmistakable) && atEnd.some(({ lies, isOpen }) => lies > 0 && isOpen))
    wrong.push('a viewer still speaks to the attacker');
  const asked = [...seen.victims.values()].reduce((sum, { askedCount }) => sum + askedCount, 0);
  if (asked > 0) totals.asked += 1;
  if (lied && kind.isLiar) totals.lied += 1;
  if (outcome.viewers.some(({ stats }) => stats.uploadedBytes > 0)) totals.shared += 1;
  return wrong.map((sentence) => `seed ${seed}, ${kind.name}: ${sentence}`);
}

describe('blame', () => {
  it(`falls on the attacker alone, and everybody sees the whole film (${SEEDS} seeds)`, {
    timeout: 300_000,
  }, async () => {
    const totals: Totals = { asked: 0, lied: 0, shared: 0 };
    const wrong: string[] = [];
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      wrong.push(...(await judge(seed, totals)));
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(totals.asked).toBeGreaterThan(0.7 * SEEDS);
    expect(totals.lied).toBeGreaterThan(0.1 * SEEDS);
    expect(totals.shared).toBeGreaterThan(0.9 * SEEDS);
  });
});
