import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';

/** The user, as the gateway's token names them. Without a signed-in user there is no `sub`. */
export type Identity = z.infer<typeof claims>;

// jose accepts a list of audiences, an `exp` that is missing or 1e999, and any `sub`.
const claims = z.object({ aud: z.string(), exp: z.number(), sub: z.string().min(1).optional() });

/**
 * Makes the check of the gateway's internal tokens.
 *
 * @param gateway - the gateway's URL with its slash at the end: the tokens' `iss`
 * @param service - the name of this service in the gateway: the tokens' `aud`
 * @returns a function that takes every `Authorization` header of a request. It rejects for a bad token, whose fault
 *   {@link refusal} names, and when the gateway's keys are unavailable, for which the token is not to blame
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

/** The fault of a refused token, in words without any part of it; undefined when the token is not to blame. */
export function refusal(error: unknown): string | undefined {
  if (error instanceof z.ZodError) return 'claims';
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim;
  const isOurs = !(error instanceof errors.JOSEError) || keyFaults.has(error.code);
  return isOurs ? undefined : error.code;
}

/** The codes of jose's errors about the gateway's key set. */
const keyFaults = new Set(
  [errors.JOSEError, errors.JWKSTimeout, errors.JWKSInvalid].map((E) => E.code),
);
