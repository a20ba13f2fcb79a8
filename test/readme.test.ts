import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocal, type Local } from './support/local.ts';
import { present } from './support/present.ts';

const readme = readFileSync('README.md', 'utf8');

function blocks(language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm');
  return [...readme.matchAll(pattern)].map(([, text]) => present(text));
}

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.close());

describe('the five operations of README', () => {
  it('answer as printed, one after the other', async () => {
    const documents = blocks('graphql');
    const answers = blocks('json').map((text) => JSON.parse(text) as unknown);
    expect(documents).toHaveLength(5);
    expect(answers).toHaveLength(5);
    const session = { accessToken: '', refreshToken: '' };
    for (const [index, document] of documents.entries()) {
      const { data, errors } = await local.gateway.request(
        document.replace('<refreshToken>', session.refreshToken),
        { token: session.accessToken || undefined },
      );
      expect(errors).toBeUndefined();
      expect({ data }).toEqual(loosened(answers[index]));
      const result = Object.values(present(data))[0];
      Object.assign(session, result);
    }
  });
});

it('finds LF in the files of a clone on every machine: no line of .gitattributes asks for other line ends', () => {
  const rules = readFileSync('.gitattributes', 'utf8').match(/^[^#\n].*$/gm) ?? [];
  expect(rules[0]).toBe('* text=auto eol=lf');
  expect(rules.filter((rule) => /eol=crlf|[-!]text|[-!]eol/.test(rule))).toEqual([]);
});

/** Replaces each text that ends in an ellipsis by a matcher of any text of its kind. */
function loosened(value: unknown): unknown {
  if (typeof value === 'string' && value.endsWith('…')) {
    return expect.stringMatching(new RegExp(`^${value.startsWith('auth0') ? 'auth0\\|' : ''}.+`));
  }
  if (Array.isArray(value)) return value.map(loosened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, loosened(member)]),
  );
}
