/** The name with which a user signs in: a realm, and a username or e-mail address in it. */
export interface AccountName {
  realm: string;
  username: string;
}

/**
 * Makes the function that turns an account's name into a digest, so that the gateway need not store the name. The digest ignores
 * case and surrounding white space.
 *
 * @param keyedDigest - a digest with a key, since names can be guessed
 */
export function digestAccountNames(keyedDigest: (text: string) => string) {
  return ({ realm, username }: AccountName): string =>
    keyedDigest(JSON.stringify([realm, username.trim().toLowerCase()]));
}
