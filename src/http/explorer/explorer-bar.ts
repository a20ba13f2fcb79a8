const mark =
  '<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><rect width="32" height="32" rx="9" fill="currentColor"/><path d="M8.5 24.5V16a7.5 7.5 0 0 1 15 0v8.5M13.2 24.5V16.5a2.8 2.8 0 0 1 5.6 0v8" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/></svg>';

/**
 * Renders the bar above an explorer, which leads to the app and to the other explorer.
 *
 * @param other - the other explorer: its address, relative to `<base>`, and its name
 */
export function explorerBar(other: { href: string; name: string }): string {
  return `<header class="gatehouse-bar">
      <a class="home" href="/">${mark}Gatehouse</a>
      <p>After a login, this tab sends the access token by itself.</p>
      <nav aria-label="Pages"><a href="${other.href}">${other.name}</a> <a href="/">App</a></nav>
    </header>`;
}
