import { readdirSync, readFileSync } from 'node:fs';

/** Returns the schema of the gateway: `schema.graphql` and each `schema/*.graphql`. */
export function readSchemaText(): string {
  const files = ['schema.graphql', ...readdirSync('schema').map((name) => `schema/${name}`)];
  return files.map((file) => readFileSync(file, 'utf8')).join('\n');
}
