import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { schemaFiles } from '../schema-files.ts';
import { accessTable } from './access-table.ts';

// `npm run access`: prints who may ask for each field of the schema in the working directory. Exit code 1, and the
// mistakes, for a schema that the gateway would not start with.
try {
  const typeDefs = await schemaFiles(pathToFileURL(`${process.cwd()}/`));
  process.stdout.write(accessTable(makeExecutableSchema({ typeDefs })));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
