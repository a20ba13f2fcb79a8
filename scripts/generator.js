// Writes the generated types at its start, and after each message of its parent. `npm run dev` keeps this program running,
// because graphql-codegen takes longer to load than to run.
import process from 'node:process';
import { createContext, generate } from '@graphql-codegen/cli';

let isRunning = false;
let isStale = false;

process.on('message', () => void generateTypes());
await generateTypes();

/** Generates the types, one run at a time. A call during a run leads to one more run. */
async function generateTypes() {
  isStale = true;
  if (isRunning) return;
  isRunning = true;
  while (isStale) {
    isStale = false;
    try {
      await generate(await createContext({ config: 'codegen.yml', silent: true }), true);
    } catch (error) {
      console.error(error.message);
    }
  }
  isRunning = false;
}
