import { createGatehouse } from '@gatehouse/client';

/** Client of the gateway that serves this app: same origin, and the session in a cookie. */
export const gatehouse = createGatehouse({ url: '/graphql' });
