/** Realm and username, or e-mail address, that a user types at sign-in. */
export interface AccountName {
  realm: string;
  username: string;
}

/**
 * Makes the function that gives an account a stable digest in place of its name. Case and surrounding white space do not matter.
 *
 * @param keyedDigest - with a key, since names can be guessed
 */
export function digestAccountNames(keyedDigest: (text: string) => string) {
  return ({ realm, username }: AccountName): string =>
    keyedDigest(JSON.stringify([realm, username.trim().toLowerCase()]));
}
