import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { buildSchema, readSchemaFiles } from '../schema-files.ts';
import { formatAccessTable } from './access-table.ts';

// `npm run access`: prints the access rule of each field of the schema in the working directory. For a schema that the gateway
// refuses, it prints the mistakes and exits with code 1.
try {
  const files = await readSchemaFiles(pathToFileURL(`${process.cwd()}/`));
  process.stdout.write(formatAccessTable(buildSchema(files)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
