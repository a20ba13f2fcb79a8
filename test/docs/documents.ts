import { seededPassword } from '../support/local.ts';

/** Signs in with a password, as a seeded account unless told otherwise. */
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

/** Ends a refresh token. */
export const logout = (refreshToken: string): string => `
  mutation { logout(input: { refreshToken: "${refreshToken}" }) { __typename } }`;

/** Has a mail sent to choose a new password. */
export const requestPasswordReset = (username = 'user@example.com'): string => `
  mutation { requestPasswordReset(input: { username: "${username}" }) { __typename } }`;

/** Somebody signed in proves themselves again. */
export const reauthenticate = `
  mutation { reauthenticate(input: { password: "${seededPassword}" }) { __typename } }`;

/** What the Management API tells. */
export const capabilities = '{ capabilities { secondFactors realms { signupOpen } } }';

/** Who the bearer is. */
export const me = '{ me { email roles permissions } }';
