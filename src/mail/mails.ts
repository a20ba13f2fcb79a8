/** Mails of the gateway, by the name of their template, each with the values that its template may use. */
export interface Mails {
  invitation: {
    /** Name of the invited user. */
    name: string | undefined;
    /** Name of the user who invites. */
    inviter: string;
    email: string;
    /** Words of the user who invites, in one line. */
    note: string | undefined;
    /** Link with the invitation's token. */
    link: string;
    /** Time until which the link works, in words. */
    expires: string;
  };
}

/** Placeholders of each template, with those that a template must have. */
export const placeholders: {
  [Name in keyof Mails]: { known: readonly (keyof Mails[Name])[]; needed: (keyof Mails[Name])[] };
} = {
  invitation: {
    known: ['name', 'inviter', 'email', 'note', 'link', 'expires'],
    needed: ['link'],
  },
};
