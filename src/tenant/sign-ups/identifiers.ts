import type { Connection } from '../settings/settings.ts';

/** What a user can be known by. */
type Identifier = 'email' | 'username' | 'phone_number';

type Status = 'required' | 'optional' | 'inactive';

/** Returns which identifiers a sign-up must have, may have, and is not known by. */
export function signUpIdentifiers({ options }: Connection): Record<Identifier, Status> {
  const { attributes, requires_username } = options;
  if (!attributes) {
    return {
      email: 'required',
      username: requires_username ? 'required' : 'optional',
      phone_number: 'inactive',
    };
  }
  const statusOf = (name: Identifier): Status =>
    attributes[name]?.identifier.active === true ? attributes[name].signup.status : 'inactive';
  return {
    email: statusOf('email'),
    username: statusOf('username'),
    phone_number: statusOf('phone_number'),
  };
}
