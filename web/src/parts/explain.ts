/** A refusal of the gateway, or of the kit. */
export interface Refused {
  readonly __typename: string;
  readonly message: string;
  readonly reason?: string | null;
  readonly retryAfter?: number | null;
}

/** Returns what a user reads about a refusal. */
export function explain({ message, reason, retryAfter }: Refused): string {
  if (reason) return reason;
  if (!retryAfter) return message;
  return message.replace('Try again later.', `Try again in ${inWords(retryAfter)}.`);
}

/** A time that a user has to wait, for example `2 minutes`. */
export function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
