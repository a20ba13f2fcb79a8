import { seededPassword } from '../support/local.ts';

/** Logs in with a password. Default: a seeded account. */
export const login = (username = 'user@example.com', password = seededPassword): string => `
  mutation { login(input: { username: "${username}", password: "${password}" }) {
    __typename ... on Session { accessToken refreshToken idToken scopes } } }`;

/** Creates an account. */
export const signup = (
  email = 'newcomer@example.com',
  password = 'Wrong-Donkey-8-Stapler',
): string => `
  mutation { signup(input: { email: "${email}", password: "${password}" }) {
    __typename ... on WeakPassword { rules { code met } } } }`;

/** Exchanges a refresh token. */
export const refresh = (refreshToken = 'any'): string => `
  mutation { refresh(input: { refreshToken: "${refreshToken}" }) {
    __typename ... on Session { accessToken refreshToken } } }`;

/** Logs out with a refresh token. */
export const logout = (refreshToken: string): string => `
  mutation { logout(input: { refreshToken: "${refreshToken}" }) { __typename } }`;

/** Requests a mail with which the user chooses a new password. */
export const requestPasswordReset = (username = 'user@example.com'): string => `
  mutation { requestPasswordReset(input: { username: "${username}" }) { __typename } }`;

/** Proves the presence of a signed-in user. */
export const reauthenticate = `
  mutation { reauthenticate(input: { password: "${seededPassword}" }) { __typename } }`;

/** Asks for the capabilities that the gateway reads from the Management API. */
export const capabilities = '{ capabilities { secondFactors realms { signupOpen } } }';

/** Asks for the profile of the bearer's user. */
export const me = '{ me { email roles permissions } }';
