import type { MutationResolvers, QueryResolvers } from '../__generated__/graphql.ts';
import { dropNulls } from './drop-nulls.ts';
import { toResult } from './problem-messages.ts';

/** Resolver of `capabilities`. */
export const capabilitiesQuery: QueryResolvers = {
  capabilities: (_parent, _args, { sessions }) => sessions.capabilities(),
};

/** A refresh token beside a cookie names another session than the cookie. */
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
    const refreshToken = input.refreshToken ?? undefined;
    const everywhere = input.scope === 'ALL' ? await context.authenticated() : undefined;
    if (sender.cookie !== undefined && (everywhere || refreshToken === undefined)) {
      const ends = {
        ...(everywhere && { everywhere }),
        clearsSiteData: input.clearSiteData ?? false,
      };
      return toResult(await sessions.logOutOfCookie(sender.cookie, ends));
    }
    return toResult(
      everywhere
        ? await sessions.logOutEverywhere(refreshToken, everywhere)
        : await sessions.logOut(refreshToken, sender.cookie === undefined ? sender : withoutBearer),
    );
  },
};
