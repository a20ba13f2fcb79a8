import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Message } from './served.ts';

/** A server in a process of its own. */
export interface Server {
  url: string;
  process: ChildProcess;
}

/** Starts a program that calls `serveBench`, and waits for its URL. */
export async function start(file: string, ...args: string[]): Promise<Server> {
  const child = fork(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [message] = (await once(child, 'message')) as [Message];
  if (!('url' in message)) throw new Error(`${file} did not start`);
  return { process: child, url: message.url };
}

/** Returns the CPU time that a server has used so far (microseconds). */
export async function cpuTimeOf({ process }: Server): Promise<number> {
  process.send('cpu');
  const [message] = (await once(process, 'message')) as [Message];
  return 'cpuMicroseconds' in message ? message.cpuMicroseconds : NaN;
}

/**
 * Runs several measurements in turns. Each round starts with another measurement, so that other programs on the machine disturb
 * all of them equally.
 *
 * @param measures - functions that return microseconds
 * @returns the median of each measurement, and the median of its ratio to the first measurement of the same round
 */
export async function inTurns(
  rounds: number,
  measures: Record<string, () => Promise<number>>,
): Promise<{ name: string; microseconds: number; ratio: number }[]> {
  const names = Object.keys(measures);
  const rows: Record<string, number>[] = [];
  for (let round = 0; round < rounds; round++) {
    const row: Record<string, number> = {};
    const turn = round % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      row[name] = (await measures[name]?.()) ?? NaN;
    }
    rows.push(row);
  }
  const [first = ''] = names;
  return names.map((name) => ({
    name,
    microseconds: median(rows.map((row) => row[name] ?? NaN)),
    ratio: median(rows.map((row) => (row[name] ?? NaN) / (row[first] ?? NaN))),
  }));
}

/** Prints the results of {@link inTurns}. */
export function report(title: string, results: Awaited<ReturnType<typeof inTurns>>): void {
  console.log(title);
  for (const { name, microseconds, ratio } of results) {
    console.log(
      `  ${name.padEnd(34)} ${microseconds.toFixed(0).padStart(6)} µs  ${ratio.toFixed(2)}`,
    );
  }
  console.log();
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
