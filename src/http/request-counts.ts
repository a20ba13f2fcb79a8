import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { GraphQLError } from 'graphql';
import { tokenFaults, type ErrorCode } from '../errors.ts';
import { Durations } from '../telemetry/durations.ts';
import { Tally } from '../telemetry/tally.ts';

/** Error codes without a reason that an answer of GraphQL can contain. */
const codes = [
  'FORBIDDEN',
  'SERVICE_UNAVAILABLE',
  'BAD_USER_INPUT',
  'CROSS_SITE_REQUEST',
  'INTERNAL_SERVER_ERROR',
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED,
] satisfies (ErrorCode | ApolloServerErrorCode)[];

/** Counts the requests of this process. */
export class RequestCounts {
  /** Durations of GraphQL requests until the answer is ready. */
  readonly durations = new Durations();
  /**
   * Number of GraphQL requests with errors, by code and, for `UNAUTHENTICATED`, reason. A code of your own resolvers counts as
   * `other`.
   */
  readonly errors = new Tally(
    ['code', 'reason'],
    [
      ...tokenFaults.map((reason) => ['UNAUTHENTICATED' satisfies ErrorCode, reason]),
      ...codes.map((code) => [code, '']),
    ],
  );
  #inFlight = 0;

  /** Number of HTTP requests that the server is answering. */
  get inFlight(): number {
    return this.#inFlight;
  }

  begin(): void {
    this.#inFlight += 1;
  }

  end(): void {
    this.#inFlight -= 1;
  }

  /** Counts an answered GraphQL request. Equal errors count once, because one expired token may cause many errors. */
  answered(milliseconds: number, errors: readonly GraphQLError[] = []): void {
    this.durations.add(milliseconds / 1000);
    if (errors.length === 0) return;
    const distinct = new Map(
      errors.map(({ extensions }) => {
        const { code = 'INTERNAL_SERVER_ERROR', reason } = extensions;
        const values = [String(code), code === 'UNAUTHENTICATED' ? String(reason) : ''] as const;
        return [values.join(), values];
      }),
    );
    for (const values of distinct.values()) this.errors.add(...values);
  }
}
