// `npm run access`: prints the access rule of each field of the schema in the working directory.
import './require-node.js';
import { compile } from './compile.js';

await compile();
await import('../.compiled/authorization/print-access.js');
