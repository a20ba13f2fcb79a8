import { Html } from './html.ts';

const shapes =
  '<rect width="32" height="32" rx="9" fill="currentColor"/><path d="M8.5 24.5V16a7.5 7.5 0 0 1 15 0v8.5M13.2 24.5V16.5a2.8 2.8 0 0 1 5.6 0v8" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/>';

/** Gatehouse's mark, as the app has it. */
export const mark = new Html(
  `<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">${shapes}</svg>`,
);

/** The mark as a `data:` URL, for the tab of the browser. */
export const markUrl = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" color="#1d6549">${shapes}</svg>`,
)}`;
