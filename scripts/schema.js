// `npm run schema`: prints the schema of the working directory, schema.graphql and schema/*.graphql, as one text.
import './require-node.js';
import { compile } from './compile.js';

await compile();
await import('../.compiled/authorization/print-schema.js');
