import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const files = readdirSync('src/operations').filter((name) => name.endsWith('.graphql'));

describe.each(files)('src/operations/%s', (file) => {
  const document = parse(readFileSync(`src/operations/${file}`, 'utf8'));

  it('asks for each field of each possible answer', () => {
    const asked = new Set<string>();
    const possible = new Set<string>();
    const info = new TypeInfo(schema);
    visit(
      document,
      visitWithTypeInfo(info, {
        Field() {
          const parent = info.getParentType();
          const name = info.getFieldDef()?.name ?? '';
          const types = isInterfaceType(parent)
            ? schema.getPossibleTypes(parent).map(String)
            : [String(parent)];
          for (const type of types) asked.add(`${type}.${name}`);
          collectFields(String(info.getType()).replaceAll(/[[\]!]/g, ''), possible);
        },
      }),
    );
    expect([...possible].filter((field) => !asked.has(field))).toEqual([]);
  });

  it('uses no alias, so that its answer has the names of the schema', () => {
    const aliases: string[] = [];
    visit(document, {
      Field({ alias }) {
        if (alias) aliases.push(alias.value);
      },
    });
    expect(aliases).toEqual([]);
  });
});

/** Adds every field that an answer of a type can contain, as `Type.field`. */
function collectFields(typeName: string, fields: Set<string>): void {
  const type = schema.getType(typeName);
  const members = isUnionType(type) ? type.getTypes() : isObjectType(type) ? [type] : [];
  for (const member of members) {
    for (const { name, type: of } of Object.values(member.getFields())) {
      if (fields.has(`${member.name}.${name}`)) continue;
      fields.add(`${member.name}.${name}`);
      collectFields(getNamedType(of).name, fields);
    }
  }
}
