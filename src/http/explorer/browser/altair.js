import { fetchKeepingSession } from './keep-session.js';

const { endpoint, operations } = await (await fetch('operations.json')).json();
const endpointURL = new URL(endpoint, location.origin).href;

window.fetch = fetchKeepingSession(endpointURL, window.fetch);

if (!localStorage.getItem('gatehouse.visited')) showLoginOnceOpen();

window.AltairGraphQL.init({
  instanceStorageNamespace: 'gatehouse_',
  initialWindows: operations.map(({ name, document, variables }) => ({
    initialName: name,
    endpointURL,
    initialQuery: document,
    initialVariables: JSON.stringify(variables, null, 2),
  })),
  initialSettings: { 'request.withCredentials': true, 'schema.reloadOnStart': true },
  // Without these settings the page connects to Altair's own servers.
  disableAccount: true,
  persistedSettings: { 'banners.disable': true, 'alert.disableUpdateNotification': true },
});

/**
 * Selects the Login tab and unfolds its variables, on the first visit only. Altair has no option for this, so the function clicks
 * on the elements. If Altair renames its CSS classes, the function does nothing.
 */
function showLoginOnceOpen() {
  const observer = new MutationObserver(() => {
    const tabs = [...document.querySelectorAll('.window-switcher__item')];
    if (tabs.length < operations.length) return;
    observer.disconnect();
    localStorage.setItem('gatehouse.visited', 'true');
    tabs.find(({ innerText }) => innerText.startsWith('Login'))?.click();
    document.querySelector('.variables-editor--title')?.click();
  });
  observer.observe(document.body, { childList: true, subtree: true });
}
