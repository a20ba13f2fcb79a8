// `npm run end-sessions -- USER | --all`: ends all sessions of one user or of all users, in the store of this configuration.
// After `npm run build`: `node dist/main.js end-sessions USER`.
import './require-node.js';
import process from 'node:process';
import { compile } from './compile.js';
import { readEnvFile } from './env-file.js';

const { variables, mistakes } = readEnvFile('.env');
for (const [name, value] of Object.entries(variables)) process.env[name] ??= value;
await compile();
const { endSessions } = await import('../.compiled/start-up/end-sessions.js');
await endSessions(process.argv.slice(2), process.env, mistakes);
