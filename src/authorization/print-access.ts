import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { readSchemaFiles } from '../schema-files.ts';
import { formatAccessTable } from './access-table.ts';

// `npm run access`: prints who may ask for each field of the schema in the working directory. Exit code 1, and the
// mistakes, for a schema that the gateway would not start with.
try {
  const typeDefs = await readSchemaFiles(pathToFileURL(`${process.cwd()}/`));
  process.stdout.write(formatAccessTable(makeExecutableSchema({ typeDefs })));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
