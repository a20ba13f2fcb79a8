import type { LoginMutation, Operation } from './__generated__/operations.ts';
import type { Named, SignedOut } from './answers.ts';
import { isOutage, type GatehouseError } from './gatehouse-error.ts';
import { send, type Endpoint, type RootField, type SendInit } from './send.ts';

type ServiceUnavailable = Named<LoginMutation['login'], 'ServiceUnavailable'>;

/** The answer to an operation of a user who is signed out. */
export const signedOut: SignedOut = {
  __typename: 'SignedOut',
  code: 'SIGNED_OUT',
  message: 'You have been signed out. Sign in again.',
};

/**
 * Sends a mutation and returns its answer. An outage becomes the answer `ServiceUnavailable`.
 *
 * @throws {@link GatehouseError} for every other failure, which is a mistake of the program
 */
export async function ask<Answer extends object, Variables>(
  endpoint: Endpoint,
  operation: Operation<Answer, Variables>,
  variables: Variables,
  init?: SendInit,
): Promise<RootField<Answer> | ServiceUnavailable> {
  try {
    return await send(endpoint, operation, variables, init);
  } catch (error) {
    if (isOutage(error)) return unavailable(error);
    throw error;
  }
}

/** Sends a mutation of the signed-in user, as {@link ask} does. A session that has ended becomes the answer `SignedOut`. */
export async function askAsUser<Answer extends object, Variables>(
  endpoint: Endpoint,
  operation: Operation<Answer, Variables>,
  variables: Variables,
): Promise<RootField<Answer> | ServiceUnavailable | SignedOut> {
  try {
    return await ask(endpoint, operation, variables);
  } catch (error) {
    const { code } = error as Partial<GatehouseError>;
    if (code === 'UNAUTHENTICATED' || code === 'USER_CHANGED') return signedOut;
    throw error;
  }
}

function unavailable({ retryAfter }: GatehouseError): ServiceUnavailable {
  return {
    __typename: 'ServiceUnavailable',
    code: 'SERVICE_UNAVAILABLE',
    message: 'The service cannot be reached at the moment. Try again later.',
    retryAfter: retryAfter ?? null,
  };
}
