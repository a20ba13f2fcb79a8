import { fontPath } from './font.ts';
import { Html } from './html.ts';

/** Style sheet of the tenant's pages. Its values are those of the app's design, `web/src/theme.ts`. */
export const style = new Html(`
  @font-face { font-family: Inter; src: url(${fontPath}) format('woff2'); font-weight: 100 900; font-display: swap; }
  :root { color-scheme: light dark; --canvas: light-dark(#f5f4f0, #141715); --card: light-dark(#ffffff, #1b1f1c);
    --ink: light-dark(#201f1c, #e9eae6); --soft: light-dark(#63625b, #a7aaa3); --line: light-dark(#e8e6e0, #343934);
    --edge: light-dark(#8f8d84, #80847c); --accent: light-dark(#1d6549, #8fc6ab); --focus: light-dark(#1d6549, #74bd9a);
    --fill: light-dark(#1d6549, #2b7a5a); --fill-hover: light-dark(#16523b, #1d6549);
    --amber: light-dark(#faf0d7, #2d2a1e); --amber-ink: light-dark(#6b4a00, #e8c877);
    --red: light-dark(#fdf1ef, #332320); --red-ink: light-dark(#a8332a, #f0938a);
    --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace; }
  * { box-sizing: border-box; }
  body { margin: 0; font: 1rem/1.55 Inter, system-ui, -apple-system, 'Segoe UI', sans-serif; background: var(--canvas);
    color: var(--ink); -webkit-font-smoothing: antialiased; -webkit-text-size-adjust: 100%; }
  h1, h2 { margin: 0; font-weight: 620; letter-spacing: -0.018em; text-wrap: balance; }
  h1 { font-size: 1.625rem; line-height: 1.25; }
  h2 { margin: 2.5rem 0 0.75rem; font-size: 1.125rem; line-height: 1.35; }
  p { margin: 0.5rem 0 0; max-width: 42rem; color: var(--soft); }
  a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.22em;
    text-decoration-color: color-mix(in srgb, currentColor 40%, transparent); }
  a:hover { text-decoration-color: currentColor; }
  code, .mono { font-family: var(--mono); font-size: 0.8125rem; }

  .bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1.5rem;
    min-height: 4rem; padding: 0.75rem 1.5rem; }
  .page .bar { background: var(--card); border-bottom: 1px solid var(--line); }
  .home { display: inline-flex; align-items: center; gap: 0.6rem; border-radius: 6px; color: inherit; font-weight: 620;
    letter-spacing: -0.01em; text-decoration: none; }
  .home svg { flex: none; color: #1d6549; }
  .bar nav { display: flex; gap: 0.25rem; margin-inline: -0.75rem; font-size: 0.875rem; }
  .bar nav a { padding: 0.4rem 0.75rem; border-radius: 10px; color: inherit; text-decoration: none; }
  .bar nav a:hover { background: var(--canvas); }
  .bar nav a[aria-current] { background: light-dark(#e3efe8, #222e28); color: light-dark(#16523b, #9dd4b8); }

  .page main { max-width: 72rem; margin: 0 auto; padding: clamp(1.5rem, 5vw, 3rem) 1.5rem 5rem; }
  .link main { display: grid; justify-items: center; padding: clamp(0.5rem, 7vh, 5rem) 1rem 6rem; }
  .card { width: min(27rem, 100%); padding: clamp(1.5rem, 6vw, 2.5rem); border: 1px solid var(--line); border-radius: 16px;
    background: var(--card); overflow-wrap: anywhere;
    box-shadow: 0 1px 2px rgb(32 31 28 / 5%), 0 12px 32px -12px rgb(32 31 28 / 14%); }
  .card > .button { margin-top: 1.5rem; }

  .warning, .refusal { width: fit-content; margin-top: 1rem; padding: 0.75rem 1rem; border-radius: 10px; font-size: 0.875rem;
    line-height: 1.5; }
  .warning { background: var(--amber); color: var(--amber-ink); }
  .refusal { width: auto; background: var(--red); color: var(--red-ink); }
  .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 16px; background: var(--card); }
  table { width: 100%; border-collapse: collapse; font-size: 0.875rem; line-height: 1.5; }
  th, td { padding: 0.625rem 1rem; text-align: left; vertical-align: top; white-space: nowrap; }
  th { font-size: 0.8125rem; font-weight: 550; color: var(--soft); }
  tbody tr > * { border-top: 1px solid var(--line); }
  td.wide { white-space: normal; min-width: 14rem; overflow-wrap: anywhere; }
  td b { font-weight: 550; }
  .meaning { color: var(--soft); }
  .empty { padding: 1.25rem; color: var(--soft); }

  .message { margin-top: 0.75rem; padding: 1.125rem 1.25rem 1.25rem; border: 1px solid var(--line); border-radius: 16px;
    background: var(--card); overflow-wrap: anywhere; }
  .message header { display: flex; flex-wrap: wrap; gap: 0 0.75rem; align-items: baseline; }
  .message header b { font-weight: 600; }
  .message .meaning, .message time, .message p { font-size: 0.875rem; }
  .message time { margin-left: auto; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
  .message p { color: inherit; }
  .message .text { white-space: pre-wrap; }
  .message iframe { width: 100%; height: 22rem; margin: 0.75rem 0 0; resize: vertical; border: 1px solid var(--line);
    border-radius: 10px; background: #ffffff; color-scheme: light; }
  .message .code { margin-top: 0.75rem; font: 600 1.375rem/1.3 var(--mono); letter-spacing: 0.14em; }
  .message .button { min-height: 2.25rem; padding: 0.375rem 1rem; margin-top: 1rem; font-size: 0.875rem; }

  .button, button { display: inline-flex; align-items: center; justify-content: center; min-height: 2.625rem; padding: 0.5rem 1.25rem;
    border: 0; border-radius: 10px; background: var(--fill); color: #ffffff; font: inherit; font-weight: 600; text-decoration: none;
    cursor: pointer; }
  :is(.button, button):hover { background: var(--fill-hover); }
  .card :is(.button, button) { width: 100%; }
  label { display: block; margin: 1.5rem 0 0.375rem; font-size: 0.875rem; font-weight: 550; }
  input { width: 100%; height: 2.625rem; padding: 0 0.875rem; border: 1px solid var(--edge); border-radius: 10px; font: inherit;
    background: light-dark(#ffffff, #262a26); color: inherit; }
  input:focus { border-color: var(--focus); outline: none; box-shadow: 0 0 0 3px color-mix(in srgb, var(--focus) 20%, transparent); }
  form button { margin-top: 1.5rem; }
  :is(.button, button, a, .scroll):focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
  .rules { display: grid; gap: 0.25rem; margin: 0.5rem 0 0; padding-left: 1.125rem; font-size: 0.875rem; line-height: 1.4;
    color: var(--soft); }
  .rules .rules { margin-top: 0.25rem; }
  .met, .unmet { font-weight: 550; }
  .met { color: var(--accent); }
  .unmet { color: var(--red-ink); }

  @media (max-width: 44rem) {
    .page .bar, .page main { padding-inline: 1rem; }
    .message time { flex-basis: 100%; margin: 0; }
    .accounts thead { display: none; }
    .accounts tr { display: block; padding: 1rem; }
    .accounts tr + tr { border-top: 1px solid var(--line); }
    .accounts td { display: grid; grid-template-columns: 6.5rem 1fr; padding: 0.125rem 0; border: 0; white-space: normal;
      overflow-wrap: anywhere; }
    .accounts td::before { content: attr(data-label); font-family: Inter, system-ui, sans-serif; font-size: 0.875rem;
      color: var(--soft); }
  }
`);
