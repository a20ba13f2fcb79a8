import { createHash } from 'node:crypto';

/** Path that tells the state of the app, as JSON. */
export const statePath = '/development/app';

/** Loads the page again as soon as the app is there. A server that starts again does not answer for a while. */
const script = `
  const shown = document.documentElement.dataset.state;
  const look = async () => {
    const { state } = await fetch('${statePath}').then((answer) => answer.json()).catch(() => ({ state: shown }));
    if (state === shown) setTimeout(look, 400);
    else location.reload();
  };
  setTimeout(look, 400);
`;

/** The app's design, `web/src/theme.ts`. The explorer serves its typeface. */
const style = `
  @font-face { font-family: Inter; src: url(/graphql/explorer/inter-latin-wght-normal.woff2) format('woff2');
    font-weight: 100 900; font-display: swap; }
  :root { color-scheme: light dark; }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
    font: 1rem/1.55 Inter, system-ui, -apple-system, 'Segoe UI', sans-serif; -webkit-font-smoothing: antialiased;
    background: light-dark(#f5f4f0, #141715); color: light-dark(#201f1c, #e9eae6); }
  main { width: 100%; max-width: 26rem; }
  main.wide { max-width: 52rem; }
  svg { color: #1d6549; }
  h1 { margin: 1.25rem 0 0; font-size: 1.625rem; font-weight: 620; line-height: 1.25; letter-spacing: -0.018em; }
  p { margin: 0.5rem 0 0; color: light-dark(#63625b, #a7aaa3); }
  a { color: light-dark(#1d6549, #8fc6ab); text-underline-offset: 0.22em; text-decoration-thickness: 1px; }
  .bar { height: 3px; margin: 1.5rem 0; overflow: hidden; border-radius: 2px; background: light-dark(#e8e6e0, #343934); }
  .bar::after { content: ''; display: block; width: 35%; height: 100%; border-radius: 2px;
    background: light-dark(#1d6549, #8fc6ab); animation: pass 1.6s ease-in-out infinite; }
  @keyframes pass { from { transform: translateX(-100%); } to { transform: translateX(290%); } }
  @media (prefers-reduced-motion: reduce) { .bar::after { width: 100%; animation: none; opacity: 0.5; } }
  pre { margin: 1.2rem 0; padding: 1rem 1.1rem; overflow-x: auto; border-radius: 10px;
    border: 1px solid light-dark(#e8e6e0, #343934); background: light-dark(#ffffff, #1b1f1c);
    font: 13px/1.5 ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** `Content-Security-Policy` of both pages. It allows their one script and their style sheet, by their digests. */
export const waitingPolicy = [
  "default-src 'none'",
  `script-src ${sourceOf(script)}`,
  `style-src ${sourceOf(style)}`,
  'img-src data:',
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The mark of the app. */
const mark = `<svg viewBox="0 0 32 32" width="36" height="36" aria-hidden="true"><rect width="32" height="32" rx="9" fill="currentColor"/><path d="M8.5 24.5V16a7.5 7.5 0 0 1 15 0v8.5M13.2 24.5V16.5a2.8 2.8 0 0 1 5.6 0v8" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/></svg>`;

/** Page for the seconds in which the app is built. */
export const waitingPage = page(
  'building',
  'Building the app',
  `<main>
  ${mark}<h1>Building the app</h1>
  <p>It opens here in a few seconds.</p>
  <div class="bar" role="progressbar" aria-label="Building the app"></div>
  <p>The API is ready: <a href="/graphql">open GraphQL</a>.</p>
</main>`,
);

/** Builds the page for an app that cannot be built. */
export function failurePage(reason: string): string {
  return page(
    'failed',
    'The app cannot be built',
    `<main class="wide">
  ${mark}<h1>The app cannot be built</h1>
  <p>The build of <code>web/</code> has failed. Correct this, then start again:</p>
  <pre>${escape(reason)}</pre>
  <p>The API is ready all the same: <a href="/graphql">open GraphQL</a>.</p>
</main>`,
  );
}

function page(state: string, title: string, content: string): string {
  return `<!doctype html>
<html lang="en" data-state="${state}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title} · Gatehouse</title>
<style>${style}</style>
<script type="module">${script}</script>
</head>
<body>
${content}
</body>
</html>
`;
}

function sourceOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replaceAll(/[&<>]/g, (character) => entities[character] ?? '');
}
