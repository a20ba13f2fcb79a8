import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { readAccess } from './access.ts';
import { printSchemaAs } from './print.ts';

// `npm run schema`: prints the files of the schema in the working directory as one, for programs that take a single file. Each
// `extend type` is part of its type. A schema with a field that is open by accident is no schema of the gateway.
await printSchemaAs((schema) => {
  readAccess(schema);
  return `${printSchemaWithDirectives(schema)}\n`;
});
