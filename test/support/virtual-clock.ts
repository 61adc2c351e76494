import type { Clock } from '../../src/base/clock.ts';

/** Machine 0 is the world itself (network, servers): its tasks await nothing, so they need no turn of their own. */
export const WORLD = 0;

/** Tasks that follow one another without time passing; more of them is a loop that never ends. */
const MAX_ROUNDS_A_MOMENT = 100_000;

type Task = { readonly machine: number; run: (() => void) | null };

/** One time for many machines, in whole milliseconds; nothing happens but in `runUntil`. */
export interface VirtualTime {
  nowMs(): number;
  /** The clock as one machine has it. Machines are small whole numbers. */
  clockOf(machine: number): Clock;
  /** Runs `task` on `machine` at `atMs` (rounded up, now at the earliest); what it returns takes it back. */
  at(machine: number, atMs: number, task: () => void): () => void;
  /** Puts a machine to sleep: what falls due until then runs when it wakes. */
  freeze(machine: number, untilMs: number): void;
  /** Lets time pass; afterwards it is `untilMs` and nothing due before that is left. */
  runUntil(untilMs: number): Promise<void>;
  /** Tasks that ran so far. */
  taskCount(): number;
}

/**
 * Time as a browser has it, for thousands of browsers in one process: every task of a machine is followed by that
 * machine's microtasks before its next task starts. Different machines do not wait for one another: all that are due in
 * one millisecond take one step each, then promises settle once for all of them. That is a real turn of the event loop,
 * but one for hundreds of tasks. The order is the same in every run.
 */
export function createVirtualTime(startMs = 0): VirtualTime {
  const buckets = new Map<number, Task[]>();
  const moments = createNumberHeap();
  const lastRoundOf: number[] = [];
  const frozenUntilMs = new Map<number, number>();
  let nowMs = startMs;
  let round = 0;
  let taskCount = 0;

  const at = (machine: number, atMs: number, run: () => void) => {
    const moment = Math.max(nowMs, Math.ceil(atMs));
    const task: Task = { machine, run };
    const bucket = buckets.get(moment);
    if (bucket) bucket.push(task);
    else {
      buckets.set(moment, [task]);
      moments.push(moment);
    }
    return () => {
      task.run = null;
    };
  };

  const isAsleep = (task: Task): boolean => {
    const untilMs = frozenUntilMs.size === 0 ? undefined : frozenUntilMs.get(task.machine);
    if (untilMs === undefined) return false;
    if (untilMs <= nowMs) {
      frozenUntilMs.delete(task.machine);
      return false;
    }
    at(task.machine, untilMs, () => task.run?.());
    return true;
  };

  /** Gives each machine one step; returns the tasks whose machine has had its step. */
  const runRound = (tasks: readonly Task[]): { later: Task[]; mustSettle: boolean } => {
    const later: Task[] = [];
    let mustSettle = false;
    round += 1;
    for (const task of tasks) {
      if (task.run === null) continue;
      if (task.machine !== WORLD) {
        if (isAsleep(task)) continue;
        if (lastRoundOf[task.machine] === round) {
          later.push(task);
          continue;
        }
        lastRoundOf[task.machine] = round;
        mustSettle = true;
      }
      taskCount += 1;
      task.run();
    }
    return { later, mustSettle };
  };

  const runMoment = async (moment: number) => {
    let left: readonly Task[] = [];
    for (let rounds = 0; ; rounds++) {
      const added = buckets.get(moment);
      buckets.delete(moment);
      const tasks = added === undefined ? left : left.concat(added);
      if (tasks.length === 0) return;
      if (rounds > MAX_ROUNDS_A_MOMENT) throw new Error(`time stands still at ${moment} ms`);
      const { later, mustSettle } = runRound(tasks);
      if (mustSettle) await settle();
      left = later;
    }
  };

  return {
    nowMs: () => nowMs,
    at,
    taskCount: () => taskCount,
    freeze: (machine, untilMs) => {
      frozenUntilMs.set(machine, Math.ceil(untilMs));
    },
    clockOf: (machine) => ({
      nowMs: () => nowMs,
      wallMs: () => nowMs,
      schedule: (delayMs, task) => at(machine, nowMs + Math.max(0, delayMs), task),
    }),
    async runUntil(untilMs) {
      for (let moment = moments.peek(); moment !== undefined && moment <= untilMs; moment = moments.peek()) {
        moments.pop();
        if (!buckets.has(moment)) continue;
        nowMs = moment;
        await runMoment(moment);
      }
      nowMs = Math.max(nowMs, untilMs);
    },
  };
}

/** Node runs every microtask, and those they queue, before the next immediate. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A binary heap, smallest first. */
function createNumberHeap() {
  const items: number[] = [];
  const swap = (a: number, b: number) => {
    const held = items[a]!;
    items[a] = items[b]!;
    items[b] = held;
  };
  return {
    peek: () => items[0],
    push(value: number) {
      items.push(value);
      for (let child = items.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (items[parent]! <= items[child]!) break;
        swap(parent, child);
        child = parent;
      }
    },
    pop(): number | undefined {
      if (items.length === 0) return undefined;
      swap(0, items.length - 1);
      const smallest = items.pop();
      for (let parent = 0; ; ) {
        const left = 2 * parent + 1;
        if (left >= items.length) break;
        const right = left + 1;
        const child = right < items.length && items[right]! < items[left]! ? right : left;
        if (items[parent]! <= items[child]!) break;
        swap(parent, child);
        parent = child;
      }
      return smallest;
    },
  };
}
