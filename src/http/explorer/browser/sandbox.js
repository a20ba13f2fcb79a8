import { fetchKeepingSession } from './keep-session.js';

if (window.EmbeddedSandbox) await openSandbox();
else document.body.className = 'unreachable';

async function openSandbox() {
  showFrameOnceItSpeaks('https://sandbox.embed.apollographql.com');
  const { endpoint, combined } = await (await fetch('operations.json')).json();
  const initialEndpoint = new URL(endpoint, location.origin).href;
  new window.EmbeddedSandbox({
    target: '#sandbox',
    initialEndpoint,
    endpointIsEditable: false,
    initialState: { ...combined, includeCookies: true },
    hideCookieToggle: false,
    handleRequest: fetchKeepingSession(initialEndpoint, window.fetch),
    // The page's Content-Security-Policy forbids style attributes.
    allowDynamicStyles: false,
    runTelemetry: false,
  });
}

/**
 * Shows Apollo's frame after it has sent a message. A frame that fails to load sends no message and no event, and would show the
 * browser's error page.
 */
function showFrameOnceItSpeaks(frameOrigin) {
  window.addEventListener('message', ({ origin }) => {
    if (origin === frameOrigin) document.body.className = 'open';
  });
}
