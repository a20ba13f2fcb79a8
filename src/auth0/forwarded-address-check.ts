import ipaddr from 'ipaddr.js';
import type { ManagementAPI, PasswordExchange } from './management-api.ts';
import type { ManagementToken } from './management-token.ts';
import type { Reports } from './setting-log.ts';

/** Dependencies of {@link ForwardedAddressCheck}. */
export interface ForwardedAddressOptions {
  /** Creates the API client that reads Auth0's log. Undefined without credentials for the Management API. */
  management: { api: () => ManagementAPI; token: ManagementToken } | undefined;
  clientId: string;
  now: () => Date;
  /** Aborted when the gateway stops. */
  stopped: AbortSignal;
  reports: Pick<Reports, 'setting'>;
  log: {
    debug: (details: object, message: string) => void;
    info: (details: object, message: string) => void;
  };
}

/** Login whose record in Auth0's log the check searches for. Times are milliseconds since the epoch. */
interface Login {
  /** `sub` of the user. */
  user: string;
  /** Address that the gateway forwarded. */
  address: string;
  startedAt: number;
  endedAt: number;
}

/**
 * Milliseconds after a login at which the check reads Auth0's log. A record appears there after seconds or minutes. After the
 * last read the check is over.
 */
const looksAfter = [10_000, 60_000, 300_000];
/** Milliseconds between two checks whether a read is due. */
const clockPeriod = 1000;
/** Milliseconds by which Auth0's clock may differ from the gateway's. */
const clockTolerance = 5000;

/**
 * Finds out whether Auth0 counts logins by the address that the gateway forwards, and logs the result in one line. Only Auth0's
 * log tells this, so the check needs the permission `read:logs`. Without the permission, it does nothing.
 *
 * The check takes one login after the start, and reads the log at most three times. No login waits for it. The memory holds the
 * user's id and address until the last read, at most 5 minutes after the login.
 */
export class ForwardedAddressCheck {
  readonly #options: ForwardedAddressOptions;
  #isOver = false;
  #isLooking = false;
  #looks = 0;
  #login: Login | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ForwardedAddressOptions) {
    this.#options = options;
    if (!options.management) this.#finish();
    options.stopped.addEventListener('abort', () => {
      this.#finish();
    });
  }

  /**
   * Begins the check with a login that the gateway is about to send.
   *
   * @returns a function to call with the access token if the login succeeds
   */
  begin(address: string | undefined): (accessToken: string) => void {
    const startedAt = this.#time();
    return (accessToken) => {
      if (this.#isOver || address === undefined) return;
      const user = readSubject(accessToken);
      if (user !== undefined) this.#watch({ user, address, startedAt, endedAt: this.#time() });
    };
  }

  #watch(login: Login): void {
    if (!this.#login) {
      this.#login = login;
      this.#timer = setInterval(() => void this.#lookWhenDue(), clockPeriod).unref();
      return;
    }
    const { user, address, endedAt } = this.#login;
    const isNear = login.startedAt - endedAt < 2 * clockTolerance;
    // If one user logs in from two addresses at once, the records cannot be told apart.
    if (login.user === user && login.address !== address && isNear) this.#forget();
  }

  async #lookWhenDue(): Promise<void> {
    const login = this.#login;
    const delay = looksAfter[this.#looks] ?? 0;
    if (!login || this.#isLooking || this.#time() < login.endedAt + delay) return;
    this.#isLooking = true;
    const finding = await this.#look(login);
    this.#isLooking = false;
    this.#looks += 1;
    if (this.#isOver || login !== this.#login) return;
    this.#conclude(finding);
  }

  async #look({ user, address, startedAt, endedAt }: Login): Promise<Finding> {
    const { management, clientId, stopped, log } = this.#options;
    try {
      if (!(await management?.token.hasScope('read:logs'))) return { kind: 'Unreadable' };
      const records = await management?.api().passwordExchanges({ user, clientId }, stopped);
      const ofLogin = records?.filter(
        ({ at }) => at >= startedAt - clockTolerance && at <= endedAt + clockTolerance,
      );
      return findCounted(ofLogin ?? [], address);
    } catch (error) {
      if (!stopped.aborted) log.debug({ err: error }, "Auth0's log cannot be read");
      return { kind: 'Unknown' };
    }
  }

  #conclude(finding: Finding): void {
    const { reports, log } = this.#options;
    switch (finding.kind) {
      case 'Forwarded':
        log.info({}, 'Auth0 counts logins by the address that the gateway forwards');
        this.#finish();
        return;
      case 'Ours':
        reports.setting('forwardedAddress', { counted: finding.counted });
        this.#finish();
        return;
      case 'Unreadable':
        this.#finish();
        return;
      case 'Same':
        this.#forget();
        break;
      case 'Unknown':
    }
    if (this.#looks < looksAfter.length) return;
    log.debug({}, "Auth0's log does not tell whether the forwarded address counts");
    this.#finish();
  }

  #forget(): void {
    clearInterval(this.#timer);
    this.#login = undefined;
  }

  #finish(): void {
    this.#isOver = true;
    this.#forget();
  }

  #time(): number {
    return this.#options.now().getTime();
  }
}

/**
 * Result of one read. `Same`: the user's address is the gateway's own, so the record proves nothing. `Unknown`: there is no
 * record yet. `Unreadable`: the permission is missing.
 */
type Finding =
  { kind: 'Forwarded' | 'Same' | 'Unknown' | 'Unreadable' } | { kind: 'Ours'; counted: string };

/**
 * Finds the address that Auth0 counted. `clientIp` of a record is the address that connected to Auth0, which is the gateway's.
 */
function findCounted(records: readonly PasswordExchange[], forwarded: string): Finding {
  const address = normalize(forwarded);
  const pairs = records.map(({ ip, clientIp }) => ({
    counted: normalize(ip),
    peer: clientIp === undefined ? undefined : normalize(clientIp),
  }));
  // The record of another login at the same time proves it too: Auth0 has counted an address that did not connect.
  if (pairs.some(({ counted, peer }) => peer !== undefined && counted !== peer))
    return { kind: 'Forwarded' };
  const [first] = pairs;
  if (!first) return { kind: 'Unknown' };
  if (pairs.some(({ counted }) => counted === address)) return { kind: 'Same' };
  return { kind: 'Ours', counted: first.counted };
}

/** Returns the canonical spelling of an address. */
function normalize(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

/** Reads `sub` without verification, for the search only. Returns undefined if the token is not a JWT. */
function readSubject(accessToken: string): string | undefined {
  try {
    const [, payload = ''] = accessToken.split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const { sub } = claims as { sub?: unknown };
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}
