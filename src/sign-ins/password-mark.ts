/**
 * The password that a sign-in is from. The provider tells of each password when it was set; that instant, in milliseconds since the
 * epoch, stands for the password. It is by the provider's clock, and compared with other such instants alone.
 */
export interface PasswordMark {
  /** A later password of the user ends the sign-in. Where the provider has told none, this is the beginning of the sign-in. */
  value: number;
  /**
   * The sign-in counts as from the first later password, if that was set by this instant: the user has changed the password in the
   * sign-in itself, and the provider's tokens have not told of it.
   */
  next?: number;
}
