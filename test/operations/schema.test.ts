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
    const rootFields = [schema.getMutationType(), schema.getQueryType()].flatMap((type) =>
      Object.values(present(type).getFields()).map((field) => ({ field, type: present(type) })),
    );
    const operations = unions.map((union) => {
      const root = present(rootFields.find(({ field }) => field.type === union));
      const { name, args } = root.field;
      const [argument] = args;
      const kind = root.type.name.toLowerCase();
      const members = union.getTypes().map((member) => {
        const fields = Object.values(member.getFields()).map(({ name, type }) =>
          /Profile|Factor\b|PasswordRule|MfaRequired|Device\b|Invitation!/.test(String(type))
            ? `${name} { __typename }`
            : name,
        );
        return `... on ${member.name} { ${fields.join(' ')} }`;
      });
      return `${kind}($value: ${String(argument?.type)}) { ${name}(${argument?.name}: $value) { ${members.join(' ')} } }`;
    });
    expect(operations.flatMap((operation) => validate(schema, parse(operation)))).toEqual([]);
  });
});
