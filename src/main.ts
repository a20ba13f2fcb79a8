import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24)) {
  console.error(
    `Gatehouse needs Node 20.19, 22.13, 24 or later; this is ${process.versions.node}.`,
  );
  process.exit(1);
}

// Imported after the check, because an older Node may be unable to load the program.
const [command, ...args] = process.argv.slice(2);
if (command === 'end-sessions') {
  const { endSessions } = await import('./start-up/end-sessions.ts');
  await endSessions(args, process.env);
} else {
  const { startUp } = await import('./start-up/start-up.ts');
  await startUp(process.env);
}
