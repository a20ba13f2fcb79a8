import type { AuditLog } from '../audit/audit-log.ts';
import type { RefreshTokenRecord } from '../sign-ins/refresh-tokens.ts';
import type { SignIn, Transport } from '../sign-ins/sign-in.ts';
import type { AuthenticatedCaller, Identification } from '../tokens/caller.ts';
import { idOf, nameOf, RememberedCaller, userOf, userToVerify } from './audited-users.ts';
import { readCapabilities } from './capabilities.ts';
import { enrollFactor, removeFactor, type SignedIn } from './factors.ts';
import { waitForKeys } from './wait-for-keys.ts';
import { endDevice, listDevices } from './devices.ts';
import { logOut } from './logout.ts';
import { logOutEverywhere, logOutOthers } from './logout-everywhere.ts';
import { logOutOfCookie, refreshCookie } from './cookie-operations.ts';
import type { RenewingRequest } from './session-renewals.ts';
import type { SessionsOptions } from './options.ts';
import { changePassword } from './password-change.ts';
import { requestPasswordReset } from './password-reset.ts';
import { reauthenticate } from './reauthentication.ts';
import type { SaveSession } from './outcomes.ts';
import { endReused, refreshInto, renew } from './refresh.ts';
import { challengeMfa, verifyMfa } from './second-factors.ts';
import { signIn } from './sign-in.ts';
import { signUp } from './sign-up.ts';
import { chooseTransport } from './transport.ts';
import { resendVerificationEmail } from './verification.ts';

/** First parameter of an operation. */
type Input<Operation extends (...args: never[]) => unknown> = Parameters<Operation>[0];

/**
 * Operations on a user's sessions and account, independent of the identity provider. Each request has an instance of its own. An
 * operation returns each refusal as an outcome. It throws only an error of its `signedIn` callback, or a failure of the gateway
 * itself.
 */
export class Sessions implements RenewingRequest {
  readonly #options: SessionsOptions;
  readonly #audit: AuditLog;
  #hasRenewed = false;
  /** The caller's devices, read once for the whole request. */
  #devices: ReturnType<typeof listDevices> | undefined;

  constructor(options: SessionsOptions, audit: AuditLog) {
    this.#options = options;
    this.#audit = audit;
  }

  capabilities() {
    return readCapabilities(this.#options);
  }

  signUp(input: Input<typeof signUp>) {
    const subject = nameOf({ realm: input.realm, username: input.email }, this.#options);
    return this.#audit.record('signup', signUp(input, this.#options), { subject, typed: input });
  }

  /**
   * Checks that this client may have a session of a transport.
   *
   * @throws `CROSS_SITE_REQUEST` if the page may not receive a cookie
   */
  findTransportFault(asked: Transport | undefined) {
    const transport = chooseTransport(asked, this.#options);
    return typeof transport === 'string' ? undefined : transport;
  }

  signIn(input: Input<typeof signIn>) {
    const subject = nameOf(input, this.#options);
    return this.#audit.record('login', signIn(input, this.#options), { subject, typed: input });
  }

  /** Renews the session of a refresh token or, without one, of the request's cookie. */
  async refresh({ refreshToken, transport }: { refreshToken?: string; transport?: Transport }) {
    if (refreshToken !== undefined) {
      const refreshed = refreshInto(refreshToken, transport, this.#options);
      return this.#audit.record('refresh', refreshed, { typed: { refreshToken } });
    }
    const refreshed = refreshCookie(transport, this.#options, () => this);
    return this.#audit.record('refresh', refreshed, { isRecorded: () => this.#hasRenewed });
  }

  /** Exchanges the refresh token of a session in a cookie. */
  renew(refreshToken: string, session: SignIn, save: SaveSession) {
    const transport = 'COOKIE' as const;
    this.#hasRenewed = true;
    const renewed = renew(refreshToken, this.#options, { transport, signIn: session, save });
    const told = renewed.then((outcome) => {
      // Another process may have renewed the session meanwhile, so this outcome is not the last one.
      this.#hasRenewed = outcome.kind !== 'Superseded';
      return outcome.kind === 'Session' ? { ...outcome, transport } : outcome;
    });
    return this.#audit.record('refresh', told, {
      typed: { refreshToken },
      isRecorded: () => !this.#hasRenewed,
    });
  }

  /** Ends the sign-in of a refresh token of a session in a cookie that came back after its successor. */
  endReused(refreshToken: string, record: RefreshTokenRecord) {
    this.#hasRenewed = true;
    const ended = endReused(refreshToken, record, this.#options);
    return this.#audit.record('refresh', ended, { typed: { refreshToken } });
  }

  /** Revokes the refresh token of a session in a cookie that has ended. */
  revoke(refreshToken: string) {
    return this.#options.identity.revoke(refreshToken);
  }

  /** Returns the client of the request. */
  readClient() {
    return this.#options.readClient();
  }

  /**
   * Ends the session of the request's cookie.
   *
   * @param everywhere - the caller, to end all of the caller's sessions. Default: only the session of the cookie ends
   */
  logOutOfCookie(
    cookie: string,
    ends: { everywhere?: AuthenticatedCaller; clearsSiteData: boolean },
  ) {
    const operation = ends.everywhere ? 'logoutAll' : 'logout';
    return this.#audit.record(operation, logOutOfCookie(cookie, ends, this.#options));
  }

  /** Ends one session. Revokes even a bearer that cannot be verified at the moment. */
  async logOut(refreshToken: string | undefined, { accessToken, caller: sender }: Identification) {
    const caller = await waitForKeys(sender);
    return this.#audit.record(
      'logout',
      logOut({ refreshToken, accessToken, caller }, this.#options),
      { user: idOf(caller) },
    );
  }

  /**
   * Ends all sessions of a user.
   *
   * @param signedIn - called only if neither a valid bearer nor the refresh token identifies the user
   */
  async logOutEverywhere(
    refreshToken: string | undefined,
    { caller: sender }: Identification,
    signedIn: SignedIn,
  ) {
    const caller = await waitForKeys(sender);
    const request = { refreshToken, caller, signedIn };
    const ended = logOutEverywhere(request, this.#options);
    return this.#audit.record('logoutAll', ended, { user: idOf(caller) });
  }

  /**
   * Ends all sessions of a user except the one that sends the request.
   *
   * @param signedIn - called only if neither a valid bearer nor the refresh token identifies the user
   */
  async logOutOthers(
    tokens: { refreshToken: string | undefined; mfaToken: string | undefined },
    { caller: sender }: Identification,
    signedIn: SignedIn,
  ) {
    const caller = await waitForKeys(sender);
    const ended = logOutOthers({ ...tokens, caller, signedIn }, this.#options);
    return this.#audit.record('logoutOthers', ended, { user: idOf(caller) });
  }

  /** Lists the caller's devices. Undefined if the store does not answer. */
  listDevices(caller: AuthenticatedCaller) {
    return (this.#devices ??= listDevices(caller, this.#options));
  }

  /** Counts the caller's devices without the one that sends the request. Undefined if the store does not answer. */
  async countOtherDevices(caller: AuthenticatedCaller) {
    const devices = await this.listDevices(caller);
    return devices?.filter(({ current }) => !current).length;
  }

  endDevice(input: Input<typeof endDevice>, caller: AuthenticatedCaller) {
    return this.#audit.record('endDevice', endDevice(input, caller, this.#options), {
      user: caller.id,
      change: ({ kind }) => (kind === 'DeviceEnded' ? { before: { device: input.id } } : undefined),
    });
  }

  challengeMfa(input: Input<typeof challengeMfa>) {
    const subject = userOf(input.mfaToken, this.#options);
    return this.#audit.record('challengeMfa', challengeMfa(input, this.#options), { subject });
  }

  verifyMfa(input: Input<typeof verifyMfa>) {
    const subject = userOf(input.mfaToken, this.#options);
    return this.#audit.record('verifyMfa', verifyMfa(input, this.#options), {
      ...{ subject, typed: input },
    });
  }

  /**
   * Starts to enroll a factor.
   *
   * @param signedIn - called only if a signed-in user adds a factor
   */
  enrollFactor(input: Input<typeof enrollFactor>, signedIn: SignedIn) {
    const caller = new RememberedCaller(signedIn);
    return this.#audit.record('enrollFactor', enrollFactor(input, caller.ask, this.#options), {
      user: caller.id,
      subject: userOf(input.mfaToken, this.#options),
      typed: input,
      change: ({ kind }) =>
        kind === 'TotpEnrollment' || kind === 'CodeSent'
          ? { after: { factor: input.type } }
          : undefined,
    });
  }

  removeFactor(input: Input<typeof removeFactor>, caller: AuthenticatedCaller) {
    return this.#audit.record('removeFactor', removeFactor(input, caller, this.#options), {
      user: caller.id,
      change: ({ kind }) =>
        kind === 'FactorRemoved' ? { before: { factor: input.factorId } } : undefined,
    });
  }

  reauthenticate(password: string, caller: AuthenticatedCaller) {
    return this.#audit.record('reauthenticate', reauthenticate(password, caller, this.#options), {
      user: caller.id,
      typed: { password },
    });
  }

  requestPasswordReset(input: Input<typeof requestPasswordReset>) {
    const requested = requestPasswordReset(input, this.#options);
    return this.#audit.record('requestPasswordReset', requested, {
      ...{ subject: nameOf(input, this.#options), typed: input },
    });
  }

  changePassword(input: Input<typeof changePassword>, caller: AuthenticatedCaller) {
    return this.#audit.record('changePassword', changePassword(input, caller, this.#options), {
      user: caller.id,
      typed: input,
    });
  }

  /**
   * Sends the verification mail again.
   *
   * @param signedIn - returns the signed-in caller. Called only if there is no `verificationToken`
   */
  resendVerificationEmail(verificationToken: string | undefined, signedIn: SignedIn) {
    const caller = new RememberedCaller(signedIn);
    const sent = resendVerificationEmail(verificationToken, caller.ask, this.#options);
    const subject = userToVerify(verificationToken, this.#options);
    return this.#audit.record('resendVerificationEmail', sent, { user: caller.id, subject });
  }
}
