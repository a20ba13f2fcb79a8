import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, importJWK, type CryptoKey } from 'jose';
import type { Caller } from '../../src/tokens/caller.ts';
import { InternalTokens } from '../../src/internal-tokens/internal-tokens.ts';
import { codeBlocks, readPage, tableRows } from '../docs/page.ts';
import { person } from '../services/scene.ts';
import {
  internalClaims,
  internalHeader,
  internalKey,
  startInternalIssuer,
} from '../support/internal-issuer.ts';
import { present } from '../support/present.ts';
import { startOrdersService } from './orders-service.ts';

const page = readPage('services.md');
const rows = tableRows(page, 'Claim').flatMap(([names = '', type = '']) =>
  names.split(', ').map((name) => ({ name: name.replaceAll('`', ''), type })),
);
const names = rows.map(({ name }) => name).sort();
const mayBeMissing = rows.filter(({ type }) => type.endsWith('may be missing'));

const key = internalKey('internal-1');

/** Mints an internal token as the gateway does. */
async function mint(caller: Caller, issuer = 'http://localhost:4000/', signing = key) {
  const jwk = signing.privateKey.export({ format: 'jwk' });
  const privateKey = (await importJWK(jwk, 'ES256')) as CryptoKey;
  const tokens = new InternalTokens({
    issuer: () => issuer,
    keys: { current: () => ({ kid: signing.kid, privateKey }) },
    now: () => new Date(),
  });
  return tokens.mint('orders', caller, 'request-1');
}

const supported = person({ claims: { ...person().claims, act: { sub: 'auth0|support' } } });

describe('docs/services.md', () => {
  it('has the code of the example, word for word', () => {
    const file = new URL('../../examples/orders/identity.ts', import.meta.url);
    expect(codeBlocks(page, 'ts')).toEqual([readFileSync(file, 'utf8')]);
  });

  it('has every claim that the gateway writes, and no other', async () => {
    expect(Object.keys(decodeJwt(await mint(supported))).sort()).toEqual(names);
  });

  it('says which claims may be missing: those that a token for nobody lacks', async () => {
    const claims = Object.keys(decodeJwt(await mint({ state: 'anonymous' })));
    const missing = names.filter((name) => !claims.includes(name));
    expect(mayBeMissing.map(({ name }) => name).sort()).toEqual(missing);
  });

  it('shows the header that the gateway writes', async () => {
    const { alg, typ } = decodeProtectedHeader(await mint(person()));
    expect(page).toContain(`{ "alg": "${alg ?? ''}", "typ": "${typ ?? ''}", "kid": "…" }`);
  });
});

describe('the tokens that these tests make', () => {
  it('look as the gateway’s do', async () => {
    const token = await mint(person());
    const claims = decodeJwt(token);
    expect(decodeProtectedHeader(token)).toEqual(internalHeader(key));
    expect(Object.keys(internalClaims('')).sort()).toEqual(Object.keys(claims).sort());
  });

  it('are taken by the service where the gateway’s are', async () => {
    const issuer = await startInternalIssuer();
    const service = await startOrdersService({ gateway: issuer.url });
    for (const caller of [supported, person(), { state: 'anonymous' } as const]) {
      const token = await mint(caller, issuer.url, present(issuer.keys[0]));
      expect((await service.send('/orders/order-1', { token })).status).toBe(200);
    }
    await service.stop();
    await issuer.close();
  });
});
