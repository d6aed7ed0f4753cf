import { readdirSync, readFileSync } from "node:fs";

/** The process and everything that descends from it, by pid. Linux only. */
function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? parentOf(pid) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [root];
  // Grows while it is walked: the children of the children follow.
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** What the tree costs the machine, in MB of 1,000,000 bytes: proportional set size, so that shared pages count once. */
export function treeMemory(root: number): number {
  const kilobytes = processTree(root).reduce((sum, pid) => sum + proportionalSize(pid), 0);
  return (kilobytes * 1024) / 1e6;
}

function parentOf(pid: number): number | undefined {
  try {
    // "pid (name) state ppid …", and the name may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

function proportionalSize(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const size = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  if (size === undefined) throw new Error(`The kernel does not tell the memory of process ${pid}.`);
  return Number(size);
}
