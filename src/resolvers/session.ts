import type { MutationResolvers, QueryResolvers } from '../__generated__/graphql.ts';
import { dropNulls } from './drop-nulls.ts';
import { toResult } from './problem-messages.ts';

/** Resolver of `capabilities`. */
export const capabilitiesQuery: QueryResolvers = {
  capabilities: (_parent, _args, { sessions }) => sessions.capabilities(),
};

/** Identification without a bearer. A refresh token beside a session cookie ends its own session, and not that of the cookie. */
const withoutBearer = { accessToken: undefined, caller: { state: 'anonymous' } } as const;

/** Resolvers of `signup`, `login`, `refresh` and `logout`. */
export const sessionMutations: MutationResolvers = {
  signup: async (_parent, { input }, { sessions }) =>
    toResult(await sessions.signUp(dropNulls(input))),
  login: async (_parent, { input }, { sessions }) => toResult(await sessions.signIn(input)),
  refresh: async (_parent, { input }, { sessions }) =>
    toResult(await sessions.refresh(dropNulls(input))),
  logout: async (_parent, { input }, context) => {
    const { sessions, sender } = context;
    const {
      scope,
      refreshToken,
      mfaToken,
      clearSiteData: clearsSiteData = false,
    } = dropNulls(input);
    const signedIn = () => context.authenticated();
    if (scope === 'OTHERS')
      return toResult(await sessions.logOutOthers({ refreshToken, mfaToken }, sender, signedIn));
    if (sender.cookie !== undefined && (scope === 'ALL' || refreshToken === undefined)) {
      const ends = { clearsSiteData, ...(scope === 'ALL' && { everywhere: await signedIn() }) };
      return toResult(await sessions.logOutOfCookie(sender.cookie, ends));
    }
    return toResult(
      scope === 'ALL'
        ? await sessions.logOutEverywhere(refreshToken, sender, signedIn)
        : await sessions.logOut(refreshToken, sender.cookie === undefined ? sender : withoutBearer),
    );
  },
};
