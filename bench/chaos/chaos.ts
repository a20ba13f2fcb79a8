import { keysUnderChaos } from './keys.ts';
import { isShort, unlessShort } from '../short.ts';
import { replicasUnderChaos } from './replicas.ts';
import { tabsUnderChaos, type TabsReport } from './tabs.ts';

/** Minimum numbers of operations and of refreshes. With fewer the run fails, because it would prove nothing. */
const minOperations = unlessShort(10_000, 100);
const minRefreshes = unlessShort(10_000, 50);

// Makes everything unavailable that the gateway needs to verify and revoke tokens, one thing after another, and counts wrong
// answers.
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

console.log(
  'Sessions: three gateways behind nginx, visitors with three tabs each, half of them with a cookie',
);
const overlaps = isShort ? [10] : [0, 10];
const sessions: TabsReport[] = [];
for (const overlap of overlaps) {
  console.log(`  overlap ${overlap} s`);
  const run = await tabsUnderChaos(overlap, (line) => {
    console.log(`  ${line}`);
  });
  sessions.push(run);
  const { everywhere: yes, notEverywhere: no } = run.logouts;
  console.log(`
  ${run.refreshes} refreshes, ${run.looks} looks, ${run.logins} logins, ${yes + no} logouts (everywhere: true ${yes}, false ${no}) in ${run.seconds.toFixed(0)} s
  answers that a tab never saw: ${run.answersLost}; without a result: ${run.unavailable}
  signed out unasked: ${run.signedOutBeforeCut.length} ${JSON.stringify(run.signedOutBeforeCut)}
    and once connections to Auth0 are cut after its work is done: ${run.signedOut.length - run.signedOutBeforeCut.length}; answers lost so: ${run.lostAnswers}
  refresh tokens with two successors: ${run.secondSuccessors}
  accepted after everywhere: true: ${run.acceptedAfterEverywhere}
`);
}
const refreshes = sessions.reduce((sum, run) => sum + run.refreshes, 0);
const areSessionsGood = sessions.every(
  (run) =>
    // With --short this is only counted, as above.
    (isShort || (run.signedOutBeforeCut.length === 0 && run.signedOut.length <= run.lostAnswers)) &&
    run.secondSuccessors === 0 &&
    run.acceptedAfterEverywhere === 0,
);

const isGood =
  areSessionsGood &&
  refreshes >= minRefreshes &&
  keys.every((one) => one.isGood) &&
  total >= minOperations &&
  report.acceptedAfterEverywhere === 0 &&
  // With --short the outages follow each other too fast to tell whether a refused token was in doubt, so refusals are only counted.
  (isShort || report.refusedWrongly === 0);
console.log(isGood ? 'All good.' : 'Something is BAD.');
process.exit(isGood ? 0 : 1);
