import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, print, validate } from 'graphql';
import { combineOperations, readyOperations } from '../../../src/http/explorer/operations.ts';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const password = 'Correct-Horse-7-Battery';

describe('readyOperations', () => {
  it('holds the five operations of the main job, in the order one tries them', () => {
    expect(readyOperations.map(({ name }) => name)).toEqual([
      'Signup',
      'Login',
      'Me',
      'Refresh',
      'Logout',
    ]);
  });

  it.each(readyOperations)('shows $name as src/operations has it', ({ name, document }) => {
    const source = readFileSync(`src/operations/${name.toLowerCase()}.graphql`, 'utf8');
    expect(print(parse(document))).toBe(print(parse(source)));
  });

  it.each(readyOperations)('has no value inlined in $name', ({ document }) => {
    expect(document).not.toContain(password);
    expect(document).not.toContain('@example.com');
  });

  it('gives the passwords as variables', () => {
    const inputs = readyOperations.map(({ variables }) => variables.input);
    expect(inputs.slice(0, 2)).toMatchObject([{ password }, { password }]);
  });
});

describe('combineOperations', () => {
  const combined = combineOperations(readyOperations);

  it('puts all operations in one valid document', () => {
    const document = parse(combined.document);
    expect(document.definitions).toHaveLength(5);
    expect(validate(schema, document)).toEqual([]);
  });

  it('names each variable after its operation, so that one set of variables fits all', () => {
    expect(Object.keys(combined.variables)).toEqual(['signup', 'login', 'refresh', 'logout']);
    expect(combined.document).toContain('mutation Login($login: LoginInput!)');
    expect(combined.document).toContain('login(input: $login)');
  });

  it('has no password inlined', () => {
    expect(combined.document).not.toContain(password);
  });
});
