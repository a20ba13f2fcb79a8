import ipaddr from 'ipaddr.js';
import type { ManagementAPI, PasswordExchange } from './management-api.ts';
import type { ManagementToken } from './management-token.ts';
import type { Reports } from './setting-log.ts';

/** Dependencies of {@link ForwardedAddressCheck}. */
export interface ForwardedAddressOptions {
  /** Makes the API that reads the log. Undefined without credentials for the Management API. */
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

/** A login whose record the check looks for. Instants are milliseconds since the epoch. */
interface Login {
  /** `sub`. */
  user: string;
  /** The address that the gateway forwarded. */
  address: string;
  startedAt: number;
  endedAt: number;
}

/**
 * Milliseconds after a login until each look at Auth0's log, which shows a record seconds or minutes later. There is no further
 * look: the check is over then.
 */
const looksAfter = [10_000, 60_000, 300_000];
/** Milliseconds between two looks at the clock. */
const clockPeriod = 1000;
/** Milliseconds by which Auth0's clock may differ from ours. */
const clockTolerance = 5000;

/**
 * Finds out whether Auth0 counts logins by the address that the gateway forwards, and writes one line about it. Auth0 tells by its
 * log alone, so this needs the permission `read:logs`; without it nothing happens.
 *
 * The check takes one login after the start, and looks for its record in three looks at most. No login waits for it. Until the
 * last look, 5 minutes after the login at the latest, the memory holds the user's id and address.
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
   * Begins with a login that is about to be sent.
   *
   * @returns a function to call with the access token, if the login succeeds
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
    // Two logins of one user at once, from two places: nobody could tell their records apart.
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
 * `Same`: the user's address is the gateway's own, so that the record tells nothing. `Unknown`: there is no record yet.
 * `Unreadable`: the permission is missing.
 */
type Finding =
  { kind: 'Forwarded' | 'Same' | 'Unknown' | 'Unreadable' } | { kind: 'Ours'; counted: string };

/** Finds the address that Auth0 counted. `clientIp` is the one that connected to Auth0: the gateway's. */
function findCounted(records: readonly PasswordExchange[], forwarded: string): Finding {
  const address = normalize(forwarded);
  const pairs = records.map(({ ip, clientIp }) => ({
    counted: normalize(ip),
    peer: clientIp === undefined ? undefined : normalize(clientIp),
  }));
  // Another login's address at the same time is as good: Auth0 has counted an address that did not connect.
  if (pairs.some(({ counted, peer }) => peer !== undefined && counted !== peer))
    return { kind: 'Forwarded' };
  const [first] = pairs;
  if (!first) return { kind: 'Unknown' };
  if (pairs.some(({ counted }) => counted === address)) return { kind: 'Same' };
  return { kind: 'Ours', counted: first.counted };
}

/** Gives each address one spelling. */
function normalize(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

/** Reads `sub`, unverified: it is for a search alone. Undefined for a token that is no JWT. */
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
