import { readdir, readFile } from 'node:fs/promises';

/** Kernel ticks a second, as `getconf CLK_TCK` says on every Linux in use. */
const TICKS_PER_SECOND = 100;

export type BrowserLoad = { readonly cpuSeconds: number; readonly memoryBytes: number };

type Process = { readonly pid: number; readonly parent: number; readonly cpuTicks: number };

/**
 * What a process and all that it started have used: CPU time with that of children that ended, and memory of which
 * shared pages count in parts (PSS). Null where there is no `/proc`.
 */
export async function measureLoad(rootPid: number): Promise<BrowserLoad | null> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  if (pids.length === 0) return null;
  const processes = (await Promise.all(pids.map(readProcess))).filter((one) => one !== null);
  const family = new Set([rootPid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  const members = processes.filter(({ pid }) => family.has(pid));
  const memory = await Promise.all(members.map(({ pid }) => readMemoryBytes(pid)));
  return {
    cpuSeconds: members.reduce((ticks, { cpuTicks }) => ticks + cpuTicks, 0) / TICKS_PER_SECOND,
    memoryBytes: memory.reduce((sum, bytes) => sum + bytes, 0),
  };
}

async function readProcess(pid: string): Promise<Process | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The name may hold spaces and brackets; everything after its last bracket is regular.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [parent, utime, stime, cutime, cstime] = [1, 11, 12, 13, 14].map((i) => Number(fields[i]));
  return {
    pid: Number(pid),
    parent: parent ?? 0,
    cpuTicks: (utime ?? 0) + (stime ?? 0) + (cutime ?? 0) + (cstime ?? 0),
  };
}

async function readMemoryBytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
}

export type MachineCpu = { readonly busySeconds: number; readonly totalSeconds: number };

/** Of all cores together, since the machine started. */
export async function readMachineCpu(): Promise<MachineCpu | null> {
  const stat = await readFile('/proc/stat', 'utf8').catch(() => null);
  const [user, nice, system, idle, iowait, irq, softirq] = (stat?.split('\n', 1)[0] ?? '')
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  if (stat === null) return null;
  const busy = (user ?? 0) + (nice ?? 0) + (system ?? 0) + (irq ?? 0) + (softirq ?? 0);
  return {
    busySeconds: busy / TICKS_PER_SECOND,
    totalSeconds: (busy + (idle ?? 0) + (iowait ?? 0)) / TICKS_PER_SECOND,
  };
}
