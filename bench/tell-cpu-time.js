// Loaded by bench/start-up.ts before a program. Reports the CPU time of the process (microseconds) when asked, and to file
// descriptor 4 when the program ends.
import { writeSync } from 'node:fs';
import process from 'node:process';

const used = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
process.on('message', () => process.send?.({ cpuMicroseconds: used() }));
process.on('exit', () => writeSync(4, String(used())));
process.channel?.unref();
