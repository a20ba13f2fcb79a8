/** Hosts of the pictures that Auth0 makes up for a user without one. Gravatar gets a digest of the e-mail address. */
const standIns = /^(?:[a-z]+\.)?gravatar\.com$|^cdn\.auth0\.com$/;

/**
 * Returns the address of a user's picture, or null where initials say as much: for the stand-in of Auth0. To load that would tell a
 * third party who uses the app, and when.
 */
export function ownPicture(picture: string | null): string | null {
  if (picture === null || !URL.canParse(picture)) return null;
  return standIns.test(new URL(picture).hostname) ? null : picture;
}
