import { expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { forbidden, serviceUnavailable, unauthenticated } from '../../src/errors.ts';
import { RequestCounts } from '../../src/http/request-counts.ts';

const coded = (code: string, more = {}) =>
  new GraphQLError('no', { extensions: { code, ...more } });

/** Counts one request with these errors. Returns the series that have grown. */
function counted(...errors: GraphQLError[]): string[] {
  const requests = new RequestCounts();
  requests.answered(1, errors);
  return [...requests.errors.series()].flatMap(({ labels, count }) =>
    count === 0 ? [] : [`${String(labels['code'])} ${String(labels['reason'])} ${count}`],
  );
}

it('counts each kind of refusal of one request once', () => {
  const expired = () => unauthenticated('TOKEN_EXPIRED', 'expired');
  const missing = { permissions: [['read:orders']] };
  expect(
    counted(expired(), expired(), forbidden(missing), forbidden({}), serviceUnavailable('down')),
  ).toEqual(['UNAUTHENTICATED TOKEN_EXPIRED 1', 'FORBIDDEN  1', 'SERVICE_UNAVAILABLE  1']);
});

it('counts an error without a code as what the client sees', () => {
  expect(counted(new GraphQLError('a bug'))).toEqual(['INTERNAL_SERVER_ERROR  1']);
});

it.each([
  ['a code of a resolver', coded('ORDER_CLOSED')],
  ['a reason that is none of ours', coded('UNAUTHENTICATED', { reason: 'text of a service' })],
  ['no reason', coded('UNAUTHENTICATED')],
])('counts %s as other', (_name, error) => {
  expect(counted(error)).toEqual(['other other 1']);
});

it('leaves the reason of other codes out', () => {
  expect(counted(coded('FORBIDDEN', { reason: 'anything' }))).toEqual(['FORBIDDEN  1']);
});
