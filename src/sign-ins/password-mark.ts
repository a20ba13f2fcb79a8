/**
 * Marks the password with which a sign-in began, by the time at which that password was set. All times are milliseconds since the
 * epoch on the provider's clock, and are compared with each other only.
 */
export interface PasswordMark {
  /**
   * Time at which the password was set. A password that was set later ends the sign-in. If the provider does not tell the time,
   * this is the beginning of the sign-in.
   */
  value: number;
  /**
   * Set if the user changed the password in this sign-in, and the provider's tokens do not tell the new password yet. The first
   * later password does not end the sign-in if it was set by this time.
   */
  next?: number;
}
