import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { DevProgram } from '../test/support/dev-program.ts';
import { inTurns, report } from './in-turns.ts';
import { unlessShort } from './short.ts';

/**
 * Measures the CPU time of all programs of `npm run dev` between a saved file and the moment when the gateway or the tenant is
 * ready. Reads /proc, so it runs on Linux only.
 */
const rounds = unlessShort(5, 1);
const ticksPerSecond = 100;

if (process.platform !== 'linux') {
  console.log('bench/save-to-ready.ts reads /proc, which this system does not have.');
  process.exit(0);
}

const dev = await DevProgram.start();
await until(() => dev.starts > 0);
await settle();

const gatewayReady = 'Gatehouse is ready.';
const tenantReady = 'The local tenant is ready again';
let saves = 0;

report(
  'CPU time from a saved file until npm run dev is ready',
  await inTurns(rounds, {
    'src/resolvers/me.ts': () =>
      untilReady('src/resolvers/me.ts', `\nexport const more${++saves} = 1;\n`, gatewayReady),
    'schema.graphql, types included': () =>
      untilReady(
        'schema.graphql',
        `\nextend type Query { f${++saves}: Int @public }\n`,
        gatewayReady,
      ),
    'src/tenant/routes.ts': () =>
      untilReady('src/tenant/routes.ts', `\nexport const more${++saves} = 1;\n`, tenantReady),
    'tenant.yaml, a comment': () =>
      untilReady('src/tenant/tenant.yaml', `\n# ${++saves}\n`, tenantReady),
  }),
);
await dev.stop();

/** Adds text to a file. Waits for one more output line with the text `line`, and until all programs are idle. */
async function untilReady(file: string, addition: string, line: string): Promise<number> {
  const count = () => dev.output.split(line).length;
  const [before, linesBefore] = [cpuTime(), count()];
  dev.save(file, dev.read(file) + addition);
  await until(() => count() > linesBefore);
  await settle();
  return cpuTime() - before;
}

/** Waits until the programs have used no CPU time for a second. */
async function settle(): Promise<void> {
  for (let last = -1; last !== cpuTime();) {
    last = cpuTime();
    await wait(1000);
  }
}

async function until(check: () => boolean): Promise<void> {
  while (!check()) await wait(20);
}

/** Returns the CPU time of the watcher, of its running children, and of those that have ended (microseconds). */
function cpuTime(): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => statOf(Number(pid)));
  const ticks = stats
    .filter(({ pid, parent }) => [pid, parent].includes(dev.pid))
    .reduce((sum, { used }) => sum + used, 0);
  return (ticks / ticksPerSecond) * 1_000_000;
}

/** Reads the CPU time of each process and of its ended children (ticks, see proc(5)). */
function statOf(pid: number): { pid: number; parent: number; used: number }[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const used = fields.slice(11, 15).reduce((sum, field) => sum + field, 0);
    return [{ pid, parent: fields[1] ?? 0, used }];
  } catch {
    return []; // The process has ended meanwhile.
  }
}
