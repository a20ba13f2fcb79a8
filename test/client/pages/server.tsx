import { ApolloClient } from '@apollo/client';
import { renderToString } from 'react-dom/server';
import { gatehouseCache, gatehouseLink } from '../../../client/src/apollo.ts';
import { createGatehouse } from '../../../client/src/index.ts';
import { App } from './app.tsx';

const gatehouse = createGatehouse({ url: 'http://localhost:4000/graphql', transport: 'tokens' });
const client = new ApolloClient({ link: gatehouseLink(gatehouse), cache: gatehouseCache() });

// The page as a server renders it.
process.stdout.write(renderToString(<App gatehouse={gatehouse} client={client} />));
