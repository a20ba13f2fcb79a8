import { fetchKeepingSession } from './keep-session.js';

const { endpoint, operations } = await (await fetch('operations.json')).json();
const endpointURL = new URL(endpoint, location.origin).href;

window.fetch = fetchKeepingSession(endpointURL, window.fetch);

window.AltairGraphQL.init({
  instanceStorageNamespace: 'gatehouse_',
  initialWindows: operations.map(({ name, document, variables }) => ({
    initialName: name,
    endpointURL,
    initialQuery: document,
    initialVariables: JSON.stringify(variables, null, 2),
  })),
  initialSettings: { 'request.withCredentials': true },
  // These would connect to Altair's own servers.
  disableAccount: true,
  persistedSettings: { 'banners.disable': true, 'alert.disableUpdateNotification': true },
});
