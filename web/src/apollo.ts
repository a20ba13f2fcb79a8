import { ApolloClient } from '@apollo/client';
import { gatehouseCache, gatehouseLink } from '@gatehouse/client/apollo';
import { gatehouse } from './gatehouse.ts';

/** Your own data, as the signed-in user. It loads with the screens behind the sign-in. */
export const apollo = new ApolloClient({
  link: gatehouseLink(gatehouse),
  cache: gatehouseCache(),
});
