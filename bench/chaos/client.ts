import { password } from './scene.ts';

/** Tokens from a login or a refresh. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

/** Result of a login or a refresh. */
export type SessionAnswer = Tokens | 'unavailable' | 'refused';

/** Result of a query of a guarded field. */
export type Look = 'accepted' | 'revoked' | 'unavailable' | 'refused';

/** Result of a logout. */
export interface LogoutAnswer {
  __typename: string;
  everywhere?: boolean;
}

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { extensions: { code?: string; reason?: string } }[];
}

/** Creates a client of one gateway. Each call may have another client address. */
export function clientOf(url: string) {
  async function send(query: string, { token, ip, input }: SendOptions = {}): Promise<Answer> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(ip !== undefined && { 'x-forwarded-for': ip }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables: { input } }),
    });
    return (await response.json()) as Answer;
  }
  const session = '__typename ... on Session { accessToken refreshToken }';

  return {
    login: async (username: string, ip: string): Promise<SessionAnswer> => {
      const document = `mutation ($input: LoginInput!) { login(input: $input) { ${session} } }`;
      const { data } = await send(document, { ip, input: { username, password } });
      return sessionIn(data?.['login']);
    },
    refresh: async (refreshToken: string, ip: string): Promise<SessionAnswer> => {
      const document = `mutation ($input: RefreshInput!) { refresh(input: $input) { ${session} } }`;
      const { data } = await send(document, { ip, input: { refreshToken } });
      return sessionIn(data?.['refresh']);
    },
    logout: async (tokens: Tokens, scope: 'THIS' | 'ALL'): Promise<LogoutAnswer> => {
      const document =
        'mutation ($input: LogoutInput!) { logout(input: $input) { __typename ... on LoggedOut { everywhere } } }';
      const input = { refreshToken: tokens.refreshToken, scope };
      const { data } = await send(document, { token: tokens.accessToken, input });
      return (data?.['logout'] ?? { __typename: 'none' }) as LogoutAnswer;
    },
    look: async (token: string): Promise<Look> => {
      const { data, errors } = await send('{ me { id } }', { token });
      if (data?.['me']) return 'accepted';
      const { code, reason } = errors?.[0]?.extensions ?? {};
      if (code === 'SERVICE_UNAVAILABLE') return 'unavailable';
      return reason === 'TOKEN_REVOKED' ? 'revoked' : 'refused';
    },
    isReady: async (): Promise<boolean> =>
      (await fetch(new URL('/health/ready', url))).status === 200,
  };
}

export type Client = ReturnType<typeof clientOf>;

interface SendOptions {
  token?: string;
  ip?: string;
  input?: object;
}

function sessionIn(result: unknown): SessionAnswer {
  const { __typename, accessToken, refreshToken } = (result ?? {}) as Record<string, string>;
  if (__typename === 'ServiceUnavailable') return 'unavailable';
  if (accessToken === undefined || refreshToken === undefined) return 'refused';
  return { accessToken, refreshToken };
}
