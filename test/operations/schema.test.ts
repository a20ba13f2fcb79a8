import { describe, expect, it } from '@jest/globals';
import { buildSchema, isUnionType, parse, validate } from 'graphql';
import { present } from '../support/present.ts';
import { readSchemaText } from '../support/schema-text.ts';

const schema = buildSchema(readSchemaText());
const unions = Object.values(schema.getTypeMap()).filter((type) => isUnionType(type));

describe('the members of all unions', () => {
  // An operation can select a field with the same name in two members only if both have the same type, including nullability.
  it('give a field of one name one type', () => {
    const types = new Map<string, Set<string>>();
    for (const { name, type } of unions
      .flatMap((union) => union.getTypes())
      .flatMap((member) => Object.values(member.getFields()))) {
      types.set(name, (types.get(name) ?? new Set()).add(String(type)));
    }
    const unlike = [...types].filter(([, { size }]) => size > 1);
    expect(unlike.map(([name, each]) => [name, ...each])).toEqual([]);
  });

  it('can be asked for everything in one operation', () => {
    const operations = unions.map((union) => {
      const root = present(
        Object.values(present(schema.getMutationType()).getFields()).find(
          ({ type }) => type === union,
        ),
      );
      const input = String(present(root.args[0]).type);
      const members = union.getTypes().map((member) => {
        const fields = Object.values(member.getFields()).map(({ name, type }) =>
          /Profile|Factor\b|PasswordRule|MfaRequired|Device\b/.test(String(type))
            ? `${name} { __typename }`
            : name,
        );
        return `... on ${member.name} { ${fields.join(' ')} }`;
      });
      return `mutation($input: ${input}) { ${root.name}(input: $input) { ${members.join(' ')} } }`;
    });
    expect(operations.flatMap((operation) => validate(schema, parse(operation)))).toEqual([]);
  });
});
