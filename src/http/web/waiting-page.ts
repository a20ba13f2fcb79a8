import { createHash } from 'node:crypto';

/** Loads the page again as soon as the app is there. A server that starts again does not answer for a while. */
const script = `
  const page = { method: 'HEAD', headers: { accept: 'text/html' } };
  const look = async () => {
    const { status } = await fetch(location.href, page).catch(() => ({ status: 0 }));
    if (status === 0 || status === Number(document.body.dataset.status)) setTimeout(look, 400);
    else location.reload();
  };
  setTimeout(look, 400);
`;

const style = `
  :root { color-scheme: light dark; }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
    font: 16px/1.55 system-ui, sans-serif;
    background: light-dark(#f6f7f9, #14171b); color: light-dark(#1b1f24, #e6e9ed); }
  main { width: 100%; max-width: 26rem; }
  main.wide { max-width: 52rem; }
  h1 { margin: 0 0 0.4rem; font-size: 1.4rem; letter-spacing: -0.01em; }
  p { margin: 0.4rem 0; color: light-dark(#5c6570, #9aa4b0); }
  a { color: light-dark(#0b57d0, #8ab4f8); }
  .bar { height: 3px; margin: 1.4rem 0; overflow: hidden; border-radius: 2px; background: light-dark(#d9dce1, #3a3f47); }
  .bar::after { content: ''; display: block; width: 35%; height: 100%; border-radius: 2px;
    background: light-dark(#0b57d0, #8ab4f8); animation: pass 1.6s ease-in-out infinite; }
  @keyframes pass { from { transform: translateX(-100%); } to { transform: translateX(290%); } }
  @media (prefers-reduced-motion: reduce) { .bar::after { width: 100%; animation: none; opacity: 0.5; } }
  pre { margin: 1.2rem 0; padding: 1rem 1.1rem; overflow-x: auto; border-radius: 8px;
    border: 1px solid light-dark(#d9dce1, #3a3f47); background: light-dark(#ffffff, #1c2026);
    font: 13px/1.5 ui-monospace, 'DejaVu Sans Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** `Content-Security-Policy` of both pages. It allows their one script and their style sheet, by their digests. */
export const waitingPolicy = [
  "default-src 'none'",
  `script-src ${sourceOf(script)}`,
  `style-src ${sourceOf(style)}`,
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Page for the seconds in which the app is built. */
export const waitingPage = page(
  503,
  'Building the app',
  `<main>
  <h1>Building the app</h1>
  <p>This page opens it when it is ready, in a few seconds.</p>
  <div class="bar" role="progressbar" aria-label="Building the app"></div>
  <p>The API is ready: <a href="/graphql">open GraphQL</a>.</p>
</main>`,
);

/** Builds the page for an app that cannot be built. */
export function failurePage(reason: string): string {
  return page(
    500,
    'The app cannot be built',
    `<main class="wide">
  <h1>The app cannot be built</h1>
  <p>The build of <code>web/</code> has failed. Correct this, then start again:</p>
  <pre>${escape(reason)}</pre>
  <p>The API is ready all the same: <a href="/graphql">open GraphQL</a>.</p>
</main>`,
  );
}

function page(status: number, title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title} · Gatehouse</title>
<style>${style}</style>
<script type="module">${script}</script>
</head>
<body data-status="${status}">
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
