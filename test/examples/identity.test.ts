import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { identityCheck, refusal } from '../../examples/orders/identity.ts';
import { internalKey, startInternalIssuer } from '../support/internal-issuer.ts';

afterEach(() => {
  jest.useRealTimers();
});

describe('a service that has run for ten minutes', () => {
  it('K05: has fetched the keys again by itself, and takes no more what is gone from them', async () => {
    jest.useFakeTimers({
      doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout'],
    });
    const issuer = await startInternalIssuer();
    const identify = identityCheck(issuer.url, 'orders');
    const old = [`Bearer ${issuer.token()}`];
    expect(await identify(old)).toMatchObject({ sub: 'auth0|6500000000000000000000b1' });

    issuer.keys = [internalKey('internal-2')];
    jest.advanceTimersByTime(600_000);
    const fresh = [`Bearer ${issuer.token()}`];
    const isTaken = () => identify(fresh).then(Boolean, () => false);
    while (!(await isTaken())) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(issuer.fetches()).toBe(2);
    expect(refusal(await identify(old).catch((error: unknown) => error))).toBe(
      'ERR_JWKS_NO_MATCHING_KEY',
    );
    await issuer.close();
  });
});
