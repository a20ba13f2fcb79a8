import type { Deadline, Found, Store } from '../store/store.ts';
import type { PasswordMark } from './password-mark.ts';
import type { SignIn } from './sign-in.ts';

/** Record of an access token. `exp` and `iat` are NumericDates (seconds). */
export interface AccessTokenRecord {
  token: string;
  exp: number;
  iat: number;
  /** Id of the sign-in. `since`, `after`, `name` and `password` are copied from the same sign-in. */
  signIn: string;
  since: number;
  after: number;
  name?: string | undefined;
  password?: PasswordMark | undefined;
}

/** Saves the record of a user's access token until the token expires. */
export async function saveAccessToken(
  store: Store,
  user: string,
  record: AccessTokenRecord,
): Promise<void> {
  await store.add(tokensKey(user), toMember(record), record.exp * 1000);
}

/** Finds the records of a user's access tokens. */
export async function findAccessTokens(
  store: Store,
  user: string,
  deadline?: Deadline,
): Promise<Found<AccessTokenRecord[]>> {
  const { value, isCertain } = await store.members(tokensKey(user), deadline);
  return { value: value.map(toRecord), isCertain };
}

/** Returns the sign-in that issued an access token. */
export function toSignIn(user: string, record: AccessTokenRecord): SignIn {
  const { signIn: id, since, after, name, password } = record;
  return { id, user, since, after, name, password };
}

function tokensKey(user: string): string {
  return `tokens:${user}`;
}

/** Formats a record for the store. An array saves space, since the store holds up to 1,000 records for a user. */
function toMember(record: AccessTokenRecord): string {
  const { token, exp, iat, signIn, since, after, name = null, password } = record;
  const { value, next } = password ?? {};
  return JSON.stringify([token, exp, iat, signIn, since, after, name, value, next]);
}

function toRecord(member: string): AccessTokenRecord {
  const [token, exp, iat, signIn, since, after, name, value, next] = JSON.parse(member) as [
    ...[string, number, number, string, number, number],
    ...[(string | null)?, (number | null)?, (number | null)?],
  ];
  const password =
    typeof value === 'number' ? { value, ...(typeof next === 'number' && { next }) } : undefined;
  return { token, exp, iat, signIn, since, after, name: name ?? undefined, password };
}
