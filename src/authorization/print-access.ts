import { formatAccessTable } from './access-table.ts';
import { printSchemaAs } from './print.ts';

// `npm run access`: prints the access rule of each field of the schema in the working directory.
await printSchemaAs(formatAccessTable);
