import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseCompactJws } from '../src/tokens/compact-jws.ts';
import { digest } from '../src/secrets/digest.ts';
import { VerifiedTokens } from '../src/tokens/verified-tokens.ts';
import { unlessShort } from './short.ts';

// Measures the heap that a remembered access token takes (bytes). The token has about 1,000 characters, like Auth0's.
const amount = unlessShort(100_000, 1000);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const keySet = {};
const tokens = new VerifiedTokens({
  verify: (text) => {
    const { payload, signingInput } = parseCompactJws(text);
    const claims = {
      ...payload,
      iss: String(payload['iss']),
      sub: String(payload['sub']),
      exp: 4e9,
    };
    return Promise.resolve({ id: digest(signingInput), claims });
  },
  keys: { current: () => keySet },
  now: () => new Date(),
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = encoded({ alg: 'RS256', typ: 'JWT', kid: 'NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4' });
const signature = randomBytes(256).toString('base64url');
function token(index: number): string {
  const claims = {
    'https://gatehouse.example/roles': ['editor'],
    'https://gatehouse.example/email': `user-${index}@example.com`,
    'https://gatehouse.example/email_verified': true,
    iss: 'https://team.eu.auth0.com/',
    sub: `auth0|${String(index).padStart(24, '0')}`,
    aud: ['https://api.gatehouse.example', 'https://team.eu.auth0.com/userinfo'],
    iat: 1_767_225_600,
    exp: 4_000_000_000,
    scope: 'openid profile email offline_access',
    gty: 'password',
    azp: 'wq7Zk1cVYb0hPz3JmT5sLr9dXn2gKf8A',
    permissions: ['read:users', 'read:orders'],
  };
  return `${header}.${encoded(claims)}.${signature}`;
}

collect();
const before = process.memoryUsage().heapUsed;
let known = 0;
for (let index = 0; index < amount; index += 1) await tokens.verify(token(index));
collect();
const used = process.memoryUsage().heapUsed - before;
for (let index = 0; index < amount; index += 1) if (tokens.recall(token(index))) known += 1;

console.log(`Memory per remembered access token of ${token(0).length} characters:`);
console.log(`  ${known} of ${amount} remembered, ${Math.round(used / known)} bytes of heap each`);
