import { ApolloClient } from '@apollo/client';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { gatehouseCache, gatehouseLink } from '../../../client/src/apollo.ts';
import { createGatehouse } from '../../../client/src/index.ts';
import { App } from './app.tsx';

const settings = new URLSearchParams(location.search);
const storage = settings.get('storage') as 'memory' | 'localStorage' | 'sessionStorage';
const gatehouse = createGatehouse({
  url: settings.get('gateway') ?? '',
  transport: settings.get('transport') as 'cookie' | 'tokens',
  storage: storage === 'sessionStorage' ? sessionStorage : storage,
});
const client = new ApolloClient({ link: gatehouseLink(gatehouse), cache: gatehouseCache() });
Object.assign(window, { gatehouse, client });

const root = document.getElementById('root');
if (!root) throw new Error('no #root');
const app = <App gatehouse={gatehouse} client={client} />;
if (root.childElementCount > 0) hydrateRoot(root, app);
else createRoot(root).render(app);
