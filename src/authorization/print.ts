import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { buildSchema, readSchemaFiles } from '../schema-files.ts';

/**
 * Prints the schema in the working directory, formatted by `format`. For a schema that the gateway refuses, prints the mistakes
 * to stderr and sets the exit code 1.
 */
export async function printSchemaAs(format: (schema: GraphQLSchema) => string): Promise<void> {
  try {
    const files = await readSchemaFiles(pathToFileURL(`${process.cwd()}/`));
    process.stdout.write(format(buildSchema(files)));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
