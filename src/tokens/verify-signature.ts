import {
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';

/**
 * Verifies the signature and the claims of a token. If several keys of the issuer have the token's `kid`, tries each of them,
 * because RFC 7517 §4.5 does not require unique names.
 *
 * @throws `JWKSMultipleMatchingKeys` if several keys match a token without `kid`; the other errors of `jwtVerify`, unchanged
 */
export async function verifySignature(
  token: string,
  findKey: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, findKey, options)).payload;
  } catch (error) {
    const isOneOfSeveral = error instanceof errors.JWKSMultipleMatchingKeys;
    if (!isOneOfSeveral || decodeProtectedHeader(token).kid === undefined) throw error;
    return verifyWithOneOf(error, token, options);
  }
}

async function verifyWithOneOf(
  keys: errors.JWKSMultipleMatchingKeys,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  for await (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}
