import type { GraphQLAnswer, TestGateway } from './gateway.ts';
import { seededPassword } from './local.ts';
import { mutate, type Mutated } from './mutate.ts';

/** Requests as a browser sends them: with the cookies that it has, from a page of an origin. Tabs of one browser share `cookies`. */
export class BrowserTab {
  readonly cookies: Map<string, string>;
  gateway: TestGateway;
  /** Headers that tell what page sends the requests. Default: those of a page of the gateway's own origin. */
  page: Record<string, string> = { 'sec-fetch-site': 'same-origin' };

  constructor(gateway: TestGateway, cookies = new Map<string, string>()) {
    this.gateway = gateway;
    this.cookies = cookies;
  }

  /** The value of the session cookie; undefined without one. */
  get cookie(): string | undefined {
    return [...this.cookies.values()][0];
  }

  async mutate(
    mutation: string,
    input: object,
  ): Promise<GraphQLAnswer<unknown> & { result: Mutated }> {
    const answer = await mutate(this.gateway, mutation, input, { headers: this.headers });
    this.#keep(answer.headers);
    return answer;
  }

  /** Signs in with a cookie, and returns the session. */
  async signIn(username = 'user@example.com', more: object = {}): Promise<Mutated> {
    const credentials = { username, password: seededPassword, transport: 'COOKIE', ...more };
    return (await this.mutate('login', credentials)).result;
  }

  /** Asks for the signed-in user. Returns its id, or the reason or code of the refusal. */
  async look(by = this.gateway): Promise<unknown> {
    const { data, errors, headers } = await by.request('{ me { id } }', { headers: this.headers });
    this.#keep(headers);
    const { reason, code } = errors?.[0]?.extensions ?? {};
    return reason ?? code ?? (data?.['me'] as { id: string } | undefined)?.id;
  }

  /** The headers of the next request. */
  get headers(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { ...this.page, ...(cookie !== '' && { cookie }) };
  }

  #keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
