import { setTimeout as wait } from 'node:timers/promises';
import { password } from './scene.ts';

/** Counts of all visitors together. */
export interface VisitorReport {
  looks: number;
  refreshes: number;
  logins: number;
  logouts: { everywhere: number; notEverywhere: number };
  /** Number of answers that never reached a tab. */
  answersLost: number;
  /** Number of requests without a result: an outage, or no answer. */
  unavailable: number;
  /** Reasons for which visitors were signed out without asking for it, with their transport. */
  signedOut: string[];
  /** Number of sessions that were accepted after a logout had answered `everywhere: true`. */
  acceptedAfterEverywhere: number;
  /** Number of refresh tokens for which a second successor was issued while the first was valid. */
  secondSuccessors: number;
}

/** Options of a {@link Visitor}. */
export interface VisitorOptions {
  username: string;
  index: number;
  url: string;
  /** Whether a cookie holds the session. */
  usesCookie: boolean;
  report: VisitorReport;
}

/** Session data that a browser saves. All its tabs see it. */
interface Kept {
  cookie?: string;
  accessToken?: string;
  refreshToken?: string;
}

/** Tokens of a session. None if a cookie holds the session. */
type Issued = Kept & { expiresIn?: number };

interface Answer {
  data?: Record<string, Record<string, unknown> | null> | null;
  errors?: { extensions: { code?: string; reason?: string } }[];
  cookie: string | undefined;
}

const tabs = 3;
const session = '__typename ... on Session { accessToken refreshToken expiresIn }';
const documents = {
  look: '{ me { id } }',
  login: `mutation ($input: LoginInput!) { login(input: $input) { ${session} } }`,
  refresh: `mutation ($input: RefreshInput!) { refresh(input: $input) { ${session} } }`,
  logout:
    'mutation ($input: LogoutInput!) { logout(input: $input) { __typename ... on LoggedOut { everywhere } } }',
};

/** A user with three tabs of one browser, which share the browser's session data. */
export class Visitor {
  readonly #options: VisitorOptions;
  #kept: Kept | undefined;
  #signingIn: Promise<void> | undefined;
  #isOver = false;
  /** Successor of each refresh token that this visitor has exchanged, and the time at which its access token expires. */
  readonly #successors = new Map<string, { refreshToken: string; goodUntil: number }>();

  constructor(options: VisitorOptions) {
    this.#options = options;
  }

  /** Runs all tabs until {@link Visitor.stop}. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: tabs }, () => this.#runTab()));
  }

  stop(): void {
    this.#isOver = true;
  }

  async #runTab(): Promise<void> {
    while (!this.#isOver) {
      await wait(300 + Math.random() * 2700);
      try {
        await this.#act(Math.random());
      } catch {
        this.#options.report.unavailable += 1;
      }
    }
  }

  async #act(dice: number): Promise<void> {
    const kept = this.#kept;
    if (!kept) {
      await (this.#signingIn ??= this.#signIn().finally(() => (this.#signingIn = undefined)));
      return;
    }
    if (dice < 0.015) await this.#signOut(kept);
    else if (dice < 0.35) await this.#refresh(kept);
    else await this.#look(kept);
  }

  async #signIn(): Promise<void> {
    const { username, usesCookie, report } = this.#options;
    await wait(1100); // Auth0 issues the same token twice within one second.
    const transport = usesCookie ? 'COOKIE' : 'TOKENS';
    const { data, cookie } = await this.#send('login', {}, { username, password, transport });
    report.logins += 1;
    const { __typename, accessToken, refreshToken } = (data?.['login'] ?? {}) as Kept & {
      __typename?: string;
    };
    if (__typename !== 'Session') report.unavailable += 1;
    else if (cookie !== undefined) this.#kept = { cookie };
    else if (accessToken && refreshToken) this.#kept = { accessToken, refreshToken };
  }

  async #look(kept: Kept): Promise<void> {
    const { errors } = await this.#send('look', kept);
    this.#options.report.looks += 1;
    const { code, reason } = errors?.[0]?.extensions ?? {};
    if (code === undefined) return;
    if (code === 'SERVICE_UNAVAILABLE') this.#options.report.unavailable += 1;
    else if (reason === 'TOKEN_EXPIRED') await this.#refresh(kept);
    else this.#endUnasked(kept, `look: ${reason ?? code}`);
  }

  async #refresh(kept: Kept): Promise<void> {
    const { report } = this.#options;
    const { refreshToken } = kept;
    const { data } = await this.#send('refresh', kept, refreshToken ? { refreshToken } : {});
    report.refreshes += 1;
    const { __typename = 'none', ...next } = (data?.['refresh'] ?? {}) as Issued & {
      __typename?: string;
    };
    if (__typename === 'ServiceUnavailable' || __typename === 'none') report.unavailable += 1;
    else if (__typename !== 'Session') this.#endUnasked(kept, `refresh: ${__typename}`);
    else if (Math.random() < 0.1) report.answersLost += 1;
    else this.#keep(kept, next);
  }

  #keep(sent: Kept, { accessToken, refreshToken, expiresIn = 0 }: Issued): void {
    if (sent.refreshToken === undefined || !accessToken || !refreshToken) return;
    const known = this.#successors.get(sent.refreshToken);
    const now = performance.now();
    if (known && known.refreshToken !== refreshToken && now < known.goodUntil)
      this.#options.report.secondSuccessors += 1;
    const goodUntil = now + (expiresIn - 1) * 1000;
    this.#successors.set(sent.refreshToken, { refreshToken, goodUntil });
    // A late answer does not overwrite a newer one.
    if (this.#kept?.refreshToken === sent.refreshToken) this.#kept = { accessToken, refreshToken };
  }

  async #signOut(kept: Kept): Promise<void> {
    const { report } = this.#options;
    this.#kept = undefined;
    const { refreshToken } = kept;
    const { data } = await this.#send('logout', kept, refreshToken ? { refreshToken } : {});
    const { everywhere } = (data?.['logout'] ?? {}) as { everywhere?: boolean };
    if (everywhere === undefined) report.unavailable += 1;
    else report.logouts[everywhere ? 'everywhere' : 'notEverywhere'] += 1;
    if (!everywhere) return;
    for (let look = 0; look < 3; look += 1) {
      const { data: seen } = await this.#send('look', kept);
      if (seen?.['me']) report.acceptedAfterEverywhere += 1;
    }
  }

  /**
   * Counts a session that ended although the visitor did not log out. Its tabs notice the end one after another, but it counts
   * once.
   */
  #endUnasked(kept: Kept, why: string): void {
    const isCurrent =
      this.#kept !== undefined &&
      (kept.cookie === undefined
        ? this.#kept.refreshToken === kept.refreshToken
        : this.#kept.cookie === kept.cookie);
    if (!isCurrent) return;
    this.#kept = undefined;
    const { usesCookie, report } = this.#options;
    report.signedOut.push(`${usesCookie ? 'COOKIE' : 'TOKENS'}, ${why}`);
  }

  async #send(
    operation: keyof typeof documents,
    { cookie, accessToken }: Kept,
    input?: object,
  ): Promise<Answer> {
    const { url, index } = this.#options;
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': `198.51.${Math.floor(index / 250)}.${(index % 250) + 1}`,
        ...(cookie !== undefined && { cookie }),
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify({ query: documents[operation], variables: { input } }),
    });
    const [line] = response.headers.getSetCookie();
    const { data, errors } = (await response.json()) as Omit<Answer, 'cookie'>;
    const answer: Answer = { cookie: line?.replace(/;.*/, '') };
    if (data !== undefined) answer.data = data;
    if (errors !== undefined) answer.errors = errors;
    return answer;
  }
}
