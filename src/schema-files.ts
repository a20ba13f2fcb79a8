import { readdir, readFile } from 'node:fs/promises';
import {
  buildASTSchema,
  concatAST,
  GraphQLError,
  Lexer,
  parse,
  Source,
  TokenKind,
  validateSchema,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
// `buildASTSchema` applies the same rules, but its errors do not contain the places of the mistakes.
import { validateSDL } from 'graphql/validation/validate.js';

/** The schema has mistakes. The message has one line for each, with its places, such as `schema/orders.graphql:3:5`. */
export class SchemaError extends Error {
  override name = 'SchemaError';
  readonly mistakes: string[];
  constructor(errors: readonly GraphQLError[], title = 'The schema has mistakes:') {
    const mistakes = errors.map(describeMistake);
    super([title, ...mistakes].join('\n  '));
    this.mistakes = mistakes;
  }
}

function describeMistake({ message, nodes, source, locations = [] }: GraphQLError): string {
  const places = locations.map(({ line, column }, index) => {
    const file = nodes?.[index]?.loc?.source ?? source;
    return `${file?.name}:${line}:${column}`;
  });
  return places.length > 0 ? `${message} (${places.join(', ')})` : message;
}

/**
 * Reads the files of the schema: `schema.graphql`, then each `schema/*.graphql` in the order of their names. A file in `schema/`
 * adds fields with `extend type Query`.
 *
 * @param root - URL of the project's folder, with a trailing slash
 * @returns the text of each file. Its name is its path relative to the root
 * @throws {@link SchemaError} for files that cannot be read. The folder `schema/` may be missing
 */
export async function readSchemaFiles(root: URL): Promise<Source[]> {
  const names = (await namesIn(new URL('schema/', root))).filter((name) =>
    name.endsWith('.graphql'),
  );
  const paths = ['schema.graphql', ...names.toSorted().map((name) => `schema/${name}`)];
  const errors: GraphQLError[] = [];
  const files = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(new URL(path, root), 'utf8').catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException;
        errors.push(new GraphQLError(`${path} cannot be read: ${code}`));
        return '';
      });
      return new Source(text, path);
    }),
  );
  throwIfAny(errors);
  return files;
}

async function namesIn(folder: URL): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Builds a schema without resolvers from several files. The files are concatenated, not merged, so each type has one definition.
 * The schema keeps the syntax trees of all definitions and extensions, including their directives.
 *
 * @throws {@link SchemaError} for files that are not a schema together, and for subscriptions, which the gateway does not serve
 */
export function buildSchema(files: readonly Source[]): GraphQLSchema {
  const document = concatAST(parseFiles(files));
  throwIfAny(validateSDL(document));
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  throwIfAny([...validateSchema(schema), ...findSubscriptions(schema)]);
  return schema;
}

function parseFiles(files: readonly Source[]): DocumentNode[] {
  const errors: GraphQLError[] = [];
  const documents = files.flatMap((file) => {
    try {
      return isEmpty(file) ? [] : [parse(file)];
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      errors.push(error);
      return [];
    }
  });
  throwIfAny(errors);
  return documents;
}

/** Whether a file contains only comments and white space. The parser would report a syntax error for such a file. */
function isEmpty(file: Source): boolean {
  return new Lexer(file).advance().kind === TokenKind.EOF;
}

function findSubscriptions(schema: GraphQLSchema): GraphQLError[] {
  const type = schema.getSubscriptionType();
  if (!type) return [];
  const message = `The gateway does not serve subscriptions: remove ${type.name}`;
  return [new GraphQLError(message, { nodes: type.astNode ?? null })];
}

function throwIfAny(errors: readonly GraphQLError[]): void {
  if (errors.length > 0) throw new SchemaError(errors);
}
