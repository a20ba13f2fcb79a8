import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TenantSwitches } from './tenant-switches.ts';

/** What has happened, in words. */
export interface Happened {
  happened: string;
  /** For how many seconds it goes on. */
  seconds?: number;
  /** What has happened after them. */
  afterwards?: string;
}

const outageSeconds = 10;

/** Milliseconds after which an access token that lives for a second has expired, and a session can be renewed once more. */
const aSecond = 1_100;

/** What the development bar makes happen, by the gateway's own endpoint and the switches of the local tenant. */
export class BarActions {
  readonly #app: FastifyInstance;
  readonly #path: string;
  readonly #switches: TenantSwitches;
  #outage: NodeJS.Timeout | undefined;

  /** @param path - path of the GraphQL endpoint */
  constructor(app: FastifyInstance, path: string, switches: TenantSwitches) {
    this.#app = app;
    this.#path = path;
    this.#switches = switches;
  }

  /** Renews the session with an access token that lives for a second, and waits for its end. */
  async expireToken(request: FastifyRequest, reply: FastifyReply): Promise<Happened> {
    await wait(aSecond);
    await this.#switches.turn('token-lifetime', { seconds: 1 });
    let refused: string | undefined;
    try {
      refused = await this.#mutate('refresh(input: {})', 'Session', request, reply);
    } finally {
      await this.#switches.putBack('token-lifetime');
    }
    if (refused !== undefined) return { happened: refused };
    await wait(aSecond);
    return {
      happened:
        'Your access token has expired. The gateway renewed it at the next request, and nobody had to sign in.',
    };
  }

  /** Ends every session of the user. The browser keeps its cookie, as if another device had done it. */
  async signOutElsewhere(request: FastifyRequest): Promise<Happened> {
    const refused = await this.#mutate('logout(input: { scope: ALL })', 'LoggedOut', request);
    if (refused !== undefined && refused !== signInFirst && this.#outage) {
      return {
        happened:
          'Another device has signed you out everywhere. Auth0 is down and does not know it yet: the gateway refuses the session all the same.',
      };
    }
    return {
      happened:
        refused ??
        'Another device has signed you out everywhere. This page learned it at its next request.',
    };
  }

  /** Makes the local tenant unreachable for a while. */
  async breakAuth0(): Promise<Happened> {
    clearTimeout(this.#outage);
    await this.#switches.turn('faults/all', { fault: 'down' });
    this.#outage = setTimeout(() => void this.repairAuth0(), outageSeconds * 1000);
    return {
      happened:
        'Auth0 is down. Whoever is signed in stays signed in; a sign-in answers that the service is unavailable.',
      seconds: outageSeconds,
      afterwards: 'Auth0 is back.',
    };
  }

  /** Ends the outage, if there is one. A tenant that has ended has no outage any more. */
  async repairAuth0(): Promise<void> {
    if (!this.#outage) return;
    clearTimeout(this.#outage);
    this.#outage = undefined;
    await this.#switches.putBack('faults/all').catch(() => undefined);
  }

  /**
   * Sends a mutation with the session cookie of a request. With `reply` the browser gets the cookie of the answer; without it the
   * browser keeps the one that it has.
   *
   * @returns why the mutation was refused
   */
  async #mutate(
    field: string,
    success: string,
    request: FastifyRequest,
    reply?: FastifyReply,
  ): Promise<string | undefined> {
    const { cookie = '', 'user-agent': agent = '' } = request.headers;
    const answer = await this.#app.inject({
      method: 'POST',
      url: this.#path,
      headers: { cookie, 'user-agent': agent, 'sec-fetch-site': 'same-origin' },
      payload: { query: `mutation { ${field} { __typename ... on Problem { message } } }` },
    });
    const cookies = answer.headers['set-cookie'];
    if (reply && cookies) reply.header('set-cookie', cookies);
    const [result] = Object.values(answer.json<MutationAnswer>().data ?? {});
    if (result?.__typename === success) return undefined;
    return cookie === '' ? signInFirst : (result?.message ?? signInFirst);
  }
}

interface MutationAnswer {
  data?: Record<string, { __typename: string; message?: string } | null> | null;
}

const signInFirst = 'Sign in first.';
