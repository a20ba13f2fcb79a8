import type { KeyObject } from 'node:crypto';
import { gatewayBefore, type TestGateway } from './gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from './scripted-auth0.ts';

/** An issuer, a gateway in front of it, and the parts of a token that is almost valid. */
export interface HostileScene {
  auth0: ScriptedAuth0;
  gateway: TestGateway;
  issuerKey: KeyObject;
  /** Claims of a valid token. */
  claims: Record<string, unknown>;
  /** Returns the header of a valid token, with the given differences. */
  header: (more?: object) => object;
  close: () => Promise<void>;
}

/**
 * Starts the scene.
 *
 * @param keys - keys that the issuer publishes besides its own
 */
export async function startHostileScene(keys: unknown[] = []): Promise<HostileScene> {
  const auth0 = await startScriptedAuth0();
  auth0.answer('/.well-known/jwks.json', { json: { keys: [...keys, auth0.publicJwk] } });
  const gateway = await gatewayBefore(auth0);
  const [, payload = ''] = (await auth0.accessToken()).split('.');
  return {
    auth0,
    gateway,
    issuerKey: auth0.privateKey,
    claims: JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>,
    header: (more = {}) => ({ alg: 'RS256', typ: 'JWT', kid: auth0.kid, ...more }),
    close: async () => {
      await gateway.close();
      await auth0.close();
    },
  };
}
