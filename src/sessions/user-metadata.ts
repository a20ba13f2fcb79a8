import type { RefusalOf } from '../identity/outcomes.ts';

/** Limits of Auth0's sign-up: number of members, and characters of a name or value. */
const maxMembers = 10;
const maxNameLength = 100;
const maxValueLength = 500;

/**
 * Checks the `userMetadata` of a sign-up, which must be a flat object of strings.
 *
 * @param sent - any JSON value, as the client sent it
 * @returns the metadata or a refusal. Undefined if the client sent nothing
 * @see https://auth0.com/docs/manage-users/user-accounts/metadata/manage-metadata-api
 */
export function readUserMetadata(
  sent: unknown,
): { userMetadata: Record<string, string> } | RefusalOf<'InvalidInput'> | undefined {
  if (sent === undefined) return undefined;
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
    return refuse('This is not an object.');
  const members = Object.entries(sent);
  if (members.length > maxMembers) return refuse(`This has more than ${maxMembers} members.`);
  if (!members.every(isText)) return refuse('This has a member that is not a string.');
  if (members.some(([name]) => name === '' || lengthOf(name) > maxNameLength))
    return refuse(`This has a name that is empty or longer than ${maxNameLength} characters.`);
  if (members.some(([, value]) => lengthOf(value) > maxValueLength))
    return refuse(`This has a value longer than ${maxValueLength} characters.`);
  if (members.flat().some((text) => /\p{Cs}/u.test(text)))
    return refuse('This is not well-formed Unicode.');
  return { userMetadata: Object.fromEntries(members) };
}

const isText = (member: [string, unknown]): member is [string, string] =>
  typeof member[1] === 'string';

const lengthOf = (text: string): number => Array.from(text).length;

function refuse(message: string): RefusalOf<'InvalidInput'> {
  return { kind: 'InvalidInput', field: 'userMetadata', message };
}
