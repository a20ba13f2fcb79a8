import { keysUnderChaos } from './keys.ts';
import { isShort, unlessShort } from '../short.ts';
import { replicasUnderChaos } from './replicas.ts';

/** Number of operations below which the run fails, since fewer would prove nothing. */
const minOperations = unlessShort(10_000, 100);

// Takes away, one after another, everything that the gateway needs to verify and revoke tokens, and counts wrong answers.
console.log('\nKeys: one gateway, whose issuer fails');
const keys = await keysUnderChaos();
for (const { what, figures, isGood } of keys) {
  console.log(`  ${isGood ? 'good' : 'BAD '}  ${what}: ${figures}`);
}

console.log('\nRevocation: three gateway processes and a Redis, logins and logouts at random');
const report = await replicasUnderChaos((line) => {
  console.log(`  ${line}`);
});
const { operations, everywhere, windows, unavailable, seconds } = report;
const total = Object.values(operations).reduce((sum, count) => sum + count, 0);
const sorted = windows.toSorted((one, other) => one - other);
const late = sorted.filter((window) => window > 0);
const inSeconds = (milliseconds = 0) => `${(milliseconds / 1000).toFixed(1)} s`;
console.log(`
  ${total} operations in ${seconds.toFixed(0)} s: ${Object.entries(operations)
    .map(([what, count]) => `${count} × ${what}`)
    .join(', ')}
  logouts answered everywhere: true ${everywhere.yes}, false ${everywhere.no}
  tokens accepted after everywhere: true, by a ready replica: ${report.acceptedAfterEverywhere}
  good tokens refused: ${report.refusedWrongly}
    and within 6 s of a logout of everything that was not everywhere, or by a gateway that was not ready: ${report.refusedInDoubt}
  tokens ended by a logout that was not everywhere: ${windows.length}; accepted after its answer: ${late.length}, last seen ${inSeconds(late.at(-1))} later
  answered with SERVICE_UNAVAILABLE, or not at all: ${unavailable}
  sessions that ended at a refresh: ${report.lost} (begun at a gateway without Redis, by people who had ended everything before)
`);

const isGood =
  keys.every((one) => one.isGood) &&
  total >= minOperations &&
  report.acceptedAfterEverywhere === 0 &&
  // With --short the outages follow each other too fast to tell whether a refused token was in doubt, so refusals are only counted.
  (isShort || report.refusedWrongly === 0);
console.log(isGood ? 'All good.' : 'Something is BAD.');
process.exit(isGood ? 0 : 1);
