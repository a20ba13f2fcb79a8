import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, isUnionType, parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { present } from '../support/present.ts';
import { codeBlocks, readPage } from './page.ts';

const page = readPage('operations.md');
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.values(present(type).getFields()),
);

function sectionOf(name: string): string {
  const [, section = ''] = new RegExp(`\n## ${name}\n([^]*?)(?=\n## |$)`).exec(page) ?? [];
  return section;
}

describe('docs/operations.md', () => {
  it.each(fields)('has a document of $name that validates, and variables that fit', ({ name }) => {
    const [document = ''] = codeBlocks(sectionOf(name), 'graphql');
    const parsed = parse(document);
    expect(validate(schema, parsed)).toEqual([]);
    const given = present(getOperationAST(parsed)).variableDefinitions ?? [];
    const [variables = '{}'] = given.length > 0 ? codeBlocks(sectionOf(name), 'json') : [];
    const values = JSON.parse(variables) as Record<string, unknown>;
    expect(getVariableValues(schema, given, values).errors).toBeUndefined();
  });

  it.each(fields.filter(({ type }) => isUnionType(type)))(
    'has a row for each outcome of $name',
    ({ name, type }) => {
      const named = [...sectionOf(name).matchAll(/^\| `([A-Z]\w+)` \|/gm)].map(
        ([, outcome]) => outcome,
      );
      const outcomes = isUnionType(type) ? type.getTypes().map((outcome) => outcome.name) : [];
      expect(named).toEqual(outcomes);
      const [answer = ''] = codeBlocks(sectionOf(name), 'json').slice(-1);
      expect(JSON.parse(answer)).toMatchObject({ data: { [name]: { __typename: outcomes[0] } } });
    },
  );
});
