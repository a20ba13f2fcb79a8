/** The realm and the username (or e-mail address) with which a user signs in. */
export interface AccountName {
  realm: string;
  username: string;
}

/**
 * Creates the function that digests an account's name, so that the gateway does not have to store the name. Case and surrounding
 * white space do not change the digest.
 *
 * @param keyedDigest - digest with a secret key, because an unkeyed digest of a name can be guessed
 */
export function digestAccountNames(keyedDigest: (text: string) => string) {
  return ({ realm, username }: AccountName): string =>
    keyedDigest(JSON.stringify([realm, username.trim().toLowerCase()]));
}
