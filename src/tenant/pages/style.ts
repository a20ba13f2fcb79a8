import { Html } from './html.ts';

/** Style sheet of the tenant's pages. */
export const style = new Html(`
  :root { color-scheme: light dark; --line: light-dark(#e0ded6, #343934); --soft: light-dark(#63625b, #a7aaa3);
    --card: light-dark(#ffffff, #1b1f1c); --accent: light-dark(#1d6549, #8fc6ab); }
  * { box-sizing: border-box; }
  body { margin: 0 auto; max-width: 72rem; padding: 2.5rem 1.5rem 4rem; font: 15px/1.55 system-ui, sans-serif;
    background: light-dark(#f5f4f0, #141715); color: light-dark(#201f1c, #e9eae6); }
  h1 { margin: 0; font-size: 1.7rem; letter-spacing: -0.01em; }
  h2 { margin: 2.25rem 0 0.6rem; font-size: 1.05rem; }
  p { margin: 0.4rem 0; max-width: 46rem; }
  a { color: var(--accent); }
  code, td { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: 0.86em; }
  .warning { display: inline-block; margin-top: 0.8rem; padding: 0.35rem 0.7rem; border-radius: 6px;
    background: light-dark(#fff1d6, #46350f); color: light-dark(#6b4700, #ffdf9e); }
  .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
  table { width: 100%; border-collapse: collapse; }
  th, td { padding: 0.45rem 0.8rem; text-align: left; vertical-align: top; white-space: nowrap; }
  th { font-size: 0.8rem; font-weight: 600; color: var(--soft); }
  tr + tr > *, tbody tr > * { border-top: 1px solid var(--line); }
  td.wide { white-space: normal; min-width: 14rem; overflow-wrap: anywhere; }
  td b { font-weight: 600; }
  td .meaning { color: var(--soft); font-family: system-ui, sans-serif; }
  .empty { padding: 0.8rem; color: var(--soft); }
  .narrow { max-width: 26rem; margin: 6vh auto 0; }
  .back { margin-bottom: 1.2rem; font-size: 0.9rem; }
  .message, .card { margin-top: 1rem; padding: 0.9rem 1.1rem; border: 1px solid var(--line); border-radius: 8px;
    background: var(--card); overflow-wrap: anywhere; }
  .message header { display: flex; flex-wrap: wrap; gap: 0.2rem 0.9rem; align-items: baseline; }
  .message time { font-size: 0.8rem; color: var(--soft); white-space: nowrap; }
  @media (min-width: 44rem) { .message time { margin-left: auto; } }
  .message .button { margin-top: 0.4rem; }
  .message .meaning { color: var(--soft); }
  .message .text { white-space: pre-wrap; }
  .message iframe { width: 100%; height: 22rem; margin: 0.6rem 0; resize: vertical; border: 1px solid var(--line);
    border-radius: 6px; background: #ffffff; color-scheme: light; }
  .code { font: 600 1.5rem/1.3 ui-monospace, 'DejaVu Sans Mono', monospace; letter-spacing: 0.12em; }
  .button, button { display: inline-block; padding: 0.5rem 1rem; border: 0; border-radius: 6px; font: inherit; font-weight: 600;
    background: var(--accent); color: light-dark(#ffffff, #141715); text-decoration: none; cursor: pointer; }
  .card label { display: block; margin: 0.9rem 0 0.25rem; font-weight: 600; }
  .card input { width: 100%; padding: 0.5rem 0.6rem; border: 1px solid var(--soft); border-radius: 6px; font: inherit;
    background: transparent; color: inherit; }
  .card button { margin-top: 1.1rem; }
  :is(.button, button, input, a):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  .rules { margin: 0.4rem 0 0; padding-left: 1.2rem; font-size: 0.9rem; color: var(--soft); }
  .rules .rules { margin: 0; font-size: 1em; }
  .met { color: light-dark(#146c2e, #7fd494); }
  .unmet { color: light-dark(#b3261e, #f2b8b5); }
`);
