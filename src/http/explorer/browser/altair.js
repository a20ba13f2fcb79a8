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
  // These would connect to Altair's own servers.
  disableAccount: true,
  persistedSettings: { 'banners.disable': true, 'alert.disableUpdateNotification': true },
});

/**
 * Altair opens its last window with the variables folded, and has no option for either: these are the clicks of a
 * newcomer. Later visits open as the last one was left. If Altair renames its classes, nothing is clicked.
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
