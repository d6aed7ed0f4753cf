import { appendFileSync, chmodSync, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { redact } from "./redact.ts";

/** A small log for bug reports: what happened, never what was said. Nothing secret gets in, whoever writes. */
export interface Log {
  readonly info: (line: string) => void;
  readonly warn: (line: string, error?: unknown) => void;
  /** From now on this very text never reaches the file. */
  readonly hide: (secret: string) => void;
  /** Writes nothing any more. */
  readonly stop: () => void;
  readonly path: string;
}

export interface LogOptions {
  readonly folder: string;
  readonly now: () => number;
  /** Bytes before `pairtray.log` becomes `pairtray.1.log`; there are never more than these two. */
  readonly maxBytes?: number;
}

const longestLine = 2000;

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** Opens `<folder>/pairtray.log`, mode 600. A disk that refuses costs the log, never the app. */
export function createLog({ folder, now, maxBytes = 256 * 1024 }: LogOptions): Log {
  const path = join(folder, "pairtray.log");
  const known = new Set<string>();
  let size: number | undefined;
  let stopped = false;

  function append(level: "info" | "warn", line: string): void {
    if (stopped) return;
    const text = redact(line, known)
      .slice(0, longestLine)
      .replaceAll(/\s*\n\s*/g, " | ");
    const entry = `${new Date(now()).toISOString()} ${level} ${text}\n`;
    try {
      if (size === undefined) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        size = sizeOf(path);
        if (size > 0) chmodSync(path, 0o600);
      }
      if (size + entry.length > maxBytes && size > 0) {
        renameSync(path, join(folder, "pairtray.1.log"));
        size = 0;
      }
      appendFileSync(path, entry, { mode: 0o600 });
      size += Buffer.byteLength(entry);
    } catch {
      size = undefined;
    }
  }

  return {
    path,
    info: (line) => append("info", line),
    warn(line, error) {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : "not an Error";
      append("warn", error === undefined ? line : `${line}: ${why}`);
    },
    hide: (secret) => void known.add(secret),
    stop: () => (stopped = true),
  };
}
