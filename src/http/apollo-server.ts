import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { ErrorCode } from '../errors.ts';
import type { Logger } from '../telemetry/log.ts';
import { findDeniedFields, type DeniedField } from './denied-fields.ts';
import { isArgumentFault, isUnexpected, maskUnexpected, removeValues } from './error-privacy.ts';
import { checkOperation } from './operation-checks.ts';
import type { RequestCounts } from './request-counts.ts';
import { maxDocumentTokens } from './operation-limits.ts';

/** Part of a request's context that the server itself uses. */
export interface LoggedRequest {
  requestId: string;
  clientIp: string | undefined;
  /** Called before a mutation is executed. Default: does nothing. */
  beginMutation?: () => void;
  /** Called before an answer that denies fields is sent. Default: does nothing. */
  recordDenied?: (fields: readonly DeniedField[]) => Promise<void>;
}

/** Options of {@link createApolloServer}. */
export interface ApolloServerOptions {
  schema: GraphQLSchema;
  /** Whether clients may use introspection, and error messages may suggest names of the schema. */
  isDevelopment: boolean;
  /** Counts each request. Default: no request is counted. */
  requests?: RequestCounts | undefined;
  log: Logger;
}

/**
 * Creates an Apollo Server for an auth gateway. The server refuses batches, shares no cache between requests, and sends no stack
 * traces. It masks unexpected errors, and removes the client's values from error messages.
 */
export function createApolloServer<Context extends LoggedRequest>({
  schema,
  isDevelopment,
  requests,
  log,
}: ApolloServerOptions) {
  return new ApolloServer<Context>({
    schema,
    introspection: isDevelopment,
    hideSchemaDetailsFromClientErrors: !isDevelopment,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    // A document may contain a password, so the server must not store it for other clients.
    persistedQueries: false,
    parseOptions: { maxLexicalTokens: maxDocumentTokens },
    validationOptions: { maxErrors: isDevelopment ? maxValidationErrors : 1 },
    formatError: maskUnexpected,
    logger: log,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      operationChecks(isDevelopment),
      hideValues,
      ...(isDevelopment ? [] : [hideSchema]),
      logRequests(log, requests),
    ],
  });
}

/** Maximum number of errors that a gateway in development reports for a document that does not fit the schema. */
const maxValidationErrors = 9; // graphql-js adds one, which says that there are more

function operationChecks(namesParts: boolean): ApolloServerPlugin<LoggedRequest> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ schema, document, operation, request, contextValue }) => {
          const { variables = {} } = request;
          if (!operation) return Promise.resolve();
          checkOperation({ schema, document, operation, variables }, { namesParts });
          if (operation.operation === OperationTypeNode.MUTATION) contextValue.beginMutation?.();
          return Promise.resolve();
        },
      }),
  };
}

/**
 * Replaces the errors of a document that does not fit the schema by one sentence. The messages of graphql-js would reveal names
 * of types, fields and arguments, and their locations would show which names exist.
 */
const hideSchema: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ response: { body } }) => {
        if (body.kind !== 'single') return Promise.resolve();
        const { errors } = body.singleResult;
        const [first] = errors ?? [];
        if (first?.extensions?.['code'] === ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED) {
          const { GRAPHQL_VALIDATION_FAILED: code } = ApolloServerErrorCode;
          const message = 'The operation does not fit the schema of this API.';
          body.singleResult.errors = [{ message, extensions: { code } }];
        }
        return Promise.resolve();
      },
    }),
};

const hideValues: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      didEncounterErrors: ({ errors }) => {
        for (const error of errors) {
          error.message = removeValues(error);
          if (isArgumentFault(error))
            error.extensions['code'] = 'BAD_USER_INPUT' satisfies ErrorCode;
        }
        return Promise.resolve();
      },
    }),
};

/**
 * Counts each request and logs one line for it. The line has names and codes, but neither document nor variables. Also passes on
 * which fields were denied.
 */
function logRequests(
  log: Logger,
  requests: RequestCounts | undefined,
): ApolloServerPlugin<LoggedRequest> {
  return {
    requestDidStart: ({ contextValue }) => {
      const startedAt = performance.now();
      const { requestId, clientIp } = contextValue;
      return Promise.resolve({
        didEncounterErrors: ({ errors }) => {
          for (const error of errors.filter(isUnexpected)) {
            const err = error.originalError ?? error;
            log.error({ requestId, err, stack: err.stack }, 'unexpected failure');
          }
          return Promise.resolve();
        },
        willSendResponse: async ({ operation, operationName, errors, document, schema }) => {
          const ms = performance.now() - startedAt;
          requests?.answered(ms, errors);
          const codes = new Set(
            errors?.map(({ extensions }) => extensions['code'] ?? 'INTERNAL_SERVER_ERROR'),
          );
          log.info(
            {
              requestId,
              clientIp,
              operation: operation?.operation,
              operationName: operationName?.slice(0, 100),
              outcome: codes.size > 0 ? [...codes] : 'ok',
              ms: Math.round(ms),
            },
            'request',
          );
          if (!errors || !document || !codes.has('FORBIDDEN' satisfies ErrorCode)) return;
          await contextValue.recordDenied?.(findDeniedFields(errors, document, schema));
        },
      });
    },
  };
}
