import { errors, jwtVerify, SignJWT, type JWK } from 'jose';
import { deriveKey } from '../secrets/derived-key.ts';
import { selectUsableKeys } from './usable-keys.ts';

/** A key set and the time at which it was fetched. */
export interface FetchedKeys {
  keys: JWK[];
  /** Time at which the issuer published these keys (milliseconds since the epoch). */
  fetchedAt: number;
}

/** Issuer, secret and maximum age for signing and verifying a saved key set. */
export interface SignedKeySetRules {
  issuer: string;
  /** Secret of high entropy, from which the signing key is derived (RFC 5869). */
  secret: string;
  /** Age from which a saved key set is refused (seconds). */
  maxAge: number;
  now: () => Date;
}

const typ = 'issuer-keys+jwt';
const alg = 'HS256';

/** Tolerated difference between the clocks of two replicas (seconds). */
export const replicaClockTolerance = 60;

/**
 * Signs a key set as a JWT (RFC 7519). Without the signature, anyone who can write to the storage could give the gateway false
 * keys. `iss` is the issuer, `iat` the time of the fetch.
 */
export function signKeySet(
  { keys, fetchedAt }: FetchedKeys,
  { issuer, secret }: Pick<SignedKeySetRules, 'issuer' | 'secret'>,
): Promise<string> {
  return new SignJWT({ keys })
    .setProtectedHeader({ alg, typ })
    .setIssuer(issuer)
    .setIssuedAt(Math.floor(fetchedAt / 1000))
    .sign(deriveKey(secret, typ));
}

/**
 * Verifies a signed key set and returns its keys.
 *
 * @throws `Error` whose message gives the reason: wrong signature, another issuer, too old, or a time in the future
 */
export async function verifyKeySet(
  text: string,
  { issuer, secret, maxAge, now }: SignedKeySetRules,
): Promise<FetchedKeys> {
  try {
    const { payload } = await jwtVerify(text, deriveKey(secret, typ), {
      algorithms: [alg],
      typ,
      issuer,
      // jose adds the tolerance to the maximum age, but `maxAge` is meant without it.
      maxTokenAge: Math.max(maxAge - replicaClockTolerance, 0),
      clockTolerance: replicaClockTolerance,
      currentDate: now(),
    });
    return { keys: selectUsableKeys(payload), fetchedAt: Number(payload.iat) * 1000 };
  } catch (error) {
    throw new Error(explain(error), { cause: error });
  }
}

function explain(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it is too old';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return "it is another issuer's";
    if (error.claim === 'iat') return 'it is from the future';
  }
  return 'it was changed, or another client secret was in use when it was made';
}
