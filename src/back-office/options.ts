import type { Directory } from '../identity/directory.ts';
import type { RefusalOf } from '../identity/outcomes.ts';
import type { Limit } from '../limits/limit.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Store } from '../store/store.ts';
import type { Cursors } from './cursors.ts';
import type { InvitationTokens } from './invitation-tokens.ts';

/** Dependencies and settings of the back office. */
export interface BackOfficeOptions {
  directory: Directory;
  store: Pick<Store, 'lock' | 'unlock'>;
  /** Time limit of one call to the identity provider (milliseconds). */
  callLimit: number;
  tokens: InvitationTokens;
  cursors: Cursors;
  /** Sends mails. Undefined if the configuration has no SMTP server. */
  mailer: Mailer | undefined;
  /** Returns the URL of the front end, with a trailing slash. */
  webUrl: () => string;
  /** Whether the answer to the inviter contains the link of the invitation. In development only. */
  showsLinks: boolean;
  limits: BackOfficeLimits;
  /** Names of all realms. */
  realms: readonly string[];
  /** Identifier of the gateway's API, whose permissions guard the back office. */
  audience: string;
  /** Operations on sessions of this request. */
  sessions: Pick<Sessions, 'signIn' | 'findTransportFault'>;
  /** Logs that invitations need a setting which is missing. */
  reportMissingMail: () => void;
  now: () => Date;
}

/** Limits of the back office. */
export interface BackOfficeLimits {
  /** Mails that an administrator may send. */
  mailsOfActor: Limit;
  /** Mails to one address. */
  mailsToAddress: Limit;
  /** Reads that the holder of a token may cause. */
  reads: Limit;
}

/** An invitation that can no longer be accepted, sent again or revoked. */
export interface InvitationEnded {
  kind: 'InvitationEnded';
  /** `REPLACED`: a newer mail has another link. `WITHDRAWN`: the inviter may no longer invite to these roles. */
  ended: 'ACCEPTED' | 'REVOKED' | 'EXPIRED' | 'REPLACED' | 'WITHDRAWN';
}

/** Refusal of an id that belongs to no invitation. */
export const noInvitation: RefusalOf<'InvalidInput'> = {
  kind: 'InvalidInput',
  field: 'id',
  message: 'There is no such invitation.',
};
