import { errors, jwtVerify, SignJWT, type JWK } from 'jose';
import { deriveKey } from '../secrets/derived-key.ts';
import { usableKeys } from './usable-keys.ts';

/** Keys, and when the issuer said that these are they. */
export interface FetchedKeys {
  keys: JWK[];
  /** Milliseconds since 1970. */
  fetchedAt: number;
}

/** A key set as text that nobody else can make or change. */
export interface SealedKeySets {
  seal: (fetched: FetchedKeys) => Promise<string>;
  /** Throws `Error`, whose message says which: changed, another issuer's, too old, from the future. */
  open: (text: string) => Promise<FetchedKeys>;
}

/** What the seals are made of. */
export interface SealedKeySetsOptions {
  issuer: string;
  /** Of high entropy; the key is derived from it (RFC 5869). */
  secret: string;
  /** Seconds. */
  maxAge: number;
  now: () => Date;
}

const typ = 'issuer-keys+jwt';
const alg = 'HS256';

/** Seconds by which the clocks of two replicas may differ. */
export const replicaClockTolerance = 60;

/** Seals as a JWT (RFC 7519, RFC 7515): `iss` is the issuer, `iat` the time of the fetch. */
export function sealedKeySets({
  issuer,
  secret,
  maxAge,
  now,
}: SealedKeySetsOptions): SealedKeySets {
  const key = deriveKey(secret, typ);
  // jose grants the tolerance to both ends; an age is to be meant as it is said.
  const maxTokenAge = Math.max(maxAge - replicaClockTolerance, 0);
  const rules = {
    algorithms: [alg],
    typ,
    issuer,
    maxTokenAge,
    clockTolerance: replicaClockTolerance,
  };
  return {
    seal: ({ keys, fetchedAt }) =>
      new SignJWT({ keys })
        .setProtectedHeader({ alg, typ })
        .setIssuer(issuer)
        .setIssuedAt(Math.floor(fetchedAt / 1000))
        .sign(key),
    open: async (text) => {
      try {
        const { payload } = await jwtVerify(text, key, { ...rules, currentDate: now() });
        return { keys: usableKeys(payload), fetchedAt: Number(payload.iat) * 1000 };
      } catch (error) {
        throw new Error(reasonOf(error), { cause: error });
      }
    },
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it is too old';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return "it is another issuer's";
    if (error.claim === 'iat') return 'it is from the future';
  }
  return 'it was changed, or another client secret was in use when it was made';
}
