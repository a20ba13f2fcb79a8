import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { readAccess } from './access.ts';
import { printSchemaAs } from './print.ts';

// `npm run schema`: prints all schema files in the working directory as one text, for programs that read a single file. Each
// `extend type` becomes a part of its type. Refuses a schema with a field that is open by accident.
await printSchemaAs((schema) => {
  readAccess(schema);
  return `${printSchemaWithDirectives(schema)}\n`;
});
