import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';

/** Who asks, by the gateway's word. Somebody who has not signed in has no `sub`. */
export type Identity = z.infer<typeof claims>;

// jose takes a list of audiences, an `exp` that is missing or 1e999, and any `sub`.
const claims = z.object({ aud: z.string(), exp: z.number(), sub: z.string().min(1).optional() });

/**
 * Makes the check of the gateway's internal tokens.
 *
 * @param gateway - its URL, ending in a slash: the tokens' `iss`
 * @param service - our name in the gateway: the tokens' `aud`
 * @returns takes every `Authorization` header of a request; rejects when {@link refusal} says why, or when the gateway's keys
 *   could not be had, which is nobody's fault who calls
 */
export function identityCheck(gateway: string, service: string) {
  const keys = createRemoteJWKSet(new URL('.well-known/jwks.json', gateway), {
    cacheMaxAge: Infinity, // keys in hand outlive an outage of the gateway; the timer below replaces them
    cooldownDuration: 5000,
  });
  setInterval(() => void keys.reload().catch(() => undefined), 600_000).unref();

  return async (authorization: readonly string[] = []): Promise<Identity> => {
    // Two headers are joined by a comma, which no token holds.
    const [, token = ''] = /^bearer +([\w.-]+)$/i.exec(authorization.join()) ?? [];
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['ES256'],
      typ: 'internal+jwt',
      issuer: gateway,
      audience: service,
      maxTokenAge: 60,
      clockTolerance: 5,
    });
    return claims.parse(payload);
  };
}

/** Why a call is refused, in words that hold nothing of its token; undefined where the token is not to blame. */
export function refusal(error: unknown): string | undefined {
  if (error instanceof z.ZodError) return 'claims';
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim;
  const isOurs = !(error instanceof errors.JOSEError) || keyFaults.has(error.code);
  return isOurs ? undefined : error.code;
}

/** What jose says of the gateway's key set. */
const keyFaults = new Set(
  [errors.JOSEError, errors.JWKSTimeout, errors.JWKSInvalid].map((E) => E.code),
);
