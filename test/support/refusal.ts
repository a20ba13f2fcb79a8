import { expect } from '@jest/globals';
import type { GraphQLAnswer, RequestOptions, TestGateway } from './gateway.ts';

/**
 * Asks for `me` beside a public field, and checks what holds for every refused bearer: the operation is executed (200), the public
 * field has its value, the challenge is right, and neither the answer nor the log contains a part of the token.
 *
 * @returns `extensions.reason`
 */
export async function refusalOf(gateway: TestGateway, options: RequestOptions): Promise<unknown> {
  const answer = await gateway.request('{ __typename me { id } }', options);
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual({ __typename: 'Query', me: null });
  expect(answer.errors).toEqual([
    {
      message: expect.any(String),
      path: ['me'],
      locations: expect.any(Array),
      extensions: { code: 'UNAUTHENTICATED', reason: expect.any(String) },
    },
  ]);
  const reason = answer.errors?.[0]?.extensions['reason'] as string;
  expect(answer.headers.get('www-authenticate')).toBe(challengeFor(reason));
  expectNoEcho(answer, gateway.logText(), options);
  return reason;
}

function challengeFor(reason: string): string {
  if (reason === 'TOKEN_MISSING') return 'Bearer';
  return `Bearer error="invalid_token", error_description="${reason}"`;
}

/** Minimum length of the token's parts that the answer and the log must not contain. Shorter parts would be found by chance. */
const worthLookingFor = 16;

function expectNoEcho(
  { text, headers: answered }: GraphQLAnswer<unknown>,
  log: string,
  { token = '', headers = {} }: RequestOptions,
): void {
  const sent = [token, headers['authorization'] ?? ''].join(' ').split(/[\s.]+/);
  const told = [text, JSON.stringify([...answered]), log].join('\n');
  for (const part of sent.filter(({ length }) => length >= worthLookingFor)) {
    expect(told.includes(part)).toBe(false);
  }
}
