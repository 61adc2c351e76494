import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { drawSources } from './draw-sources.ts';
import { DIRECT_ENGINE, FLEUVE_ENGINE } from './engines.ts';
import { findBrokenRules, formatMeasures, type Measures, measure } from './measure.ts';
import { createScenario, SCENARIO_NAMES, type Scenario } from './scenario.ts';
import { type RunOutcome, runScenario } from './world.ts';

export const SIMULATIONS_FILE = 'test/bench/results/simulations.jsonl';

const USAGE = `npm run simulate -- [--viewers 1000] [--scenario flash-crowd] [--seed 1] [--engine fleuve] [--svg simulation.svg]

  Plays a scenario with simulated viewers, network, origin and tracker on a virtual clock, prints what came of it and
  draws where the bytes came from. The same arguments give the same numbers.

  --scenario  ${SCENARIO_NAMES.join(', ')}
  --engine    fleuve, or direct: every viewer asks the origin, as plain hls.js does
  --uplinks   the part of each line that uploads may have; 1 for what is recorded
  --svg       where to draw; an empty name draws nothing
  --json      the measures as JSON
  --record    keeps the measures in ${SIMULATIONS_FILE}, from where \`npm run bench -- --report\` takes them`;

/** What a recorded run came to. */
export type RecordedRun = Measures & {
  readonly at: string;
  readonly scenario: string;
  readonly seed: number;
  readonly engine: string;
  readonly durationSeconds: number;
  readonly tookSeconds: number;
  readonly isBroken: boolean;
};

/** @param args as the command line has them */
export async function main(args: string[]): Promise<void> {
  const values = parse(args);
  const viewers = Number(values.viewers);
  const uplinks = Number(values.uplinks);
  const isRight = Number.isInteger(viewers) && viewers > 0 && uplinks > 0 && (uplinks === 1 || !values.record);
  const scenario = isRight ? withUplinks(createScenario(values.scenario, { viewers }), uplinks) : null;
  if (values.help || scenario === null) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const createSupply = values.engine === 'direct' ? DIRECT_ENGINE : FLEUVE_ENGINE;
  const startedMs = performance.now();
  const run = await runScenario({ scenario, viewers, seed: Number(values.seed), createSupply, onProgress });
  clearProgress();
  await report(run, values, (performance.now() - startedMs) / 1000);
}

type Values = ReturnType<typeof parse>;

function parse(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      viewers: { type: 'string', default: '1000' },
      scenario: { type: 'string', default: 'flash-crowd' },
      seed: { type: 'string', default: '1' },
      engine: { type: 'string', default: 'fleuve' },
      uplinks: { type: 'string', default: '1' },
      svg: { type: 'string', default: 'simulation.svg' },
      json: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return values;
}

/** The same viewers, whose lines send only a part of what they could. */
function withUplinks(scenario: Scenario | null, part: number): Scenario | null {
  if (scenario === null) return null;
  const { planViewer } = scenario;
  return {
    ...scenario,
    planViewer(index, random) {
      const plan = planViewer(index, random);
      return { ...plan, upBitsPerSecond: plan.upBitsPerSecond * part };
    },
  };
}

async function report(run: RunOutcome, values: Values, tookSeconds: number): Promise<void> {
  const measures = measure(run);
  const broken = findBrokenRules(run);
  if (values.json)
    console.log(JSON.stringify({ scenario: values.scenario, seed: run.seed, tookSeconds, ...measures, broken }));
  else {
    const name = `${values.scenario}, ${run.viewers.length} viewers, seed ${run.seed}, engine ${values.engine}`;
    console.log(`${name}\n\n${formatMeasures(measures)}`);
    console.log(`\n${run.scenario.durationSeconds} s in ${tookSeconds.toFixed(1)} s, ${run.taskCount} tasks`);
  }
  if (values.record) {
    const { scenario, seed, engine } = values;
    const facts = { at: new Date().toISOString(), scenario, engine, seed: Number(seed), tookSeconds };
    const { durationSeconds } = run.scenario;
    const record: RecordedRun = { ...facts, durationSeconds, isBroken: broken.length > 0, ...measures };
    await mkdir(dirname(SIMULATIONS_FILE), { recursive: true });
    await appendFile(SIMULATIONS_FILE, `${JSON.stringify(record)}\n`);
  }
  for (const sentence of broken) console.error(`BROKEN RULE: ${sentence}`);
  if (broken.length > 0) process.exitCode = 1;
  if (values.svg === '') return;
  await writeFile(values.svg, drawSources(run));
  if (!values.json) console.log(`drawn in ${values.svg}`);
}

function onProgress(atSeconds: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${atSeconds} s`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r          \r');
}
