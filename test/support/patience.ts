/**
 * Milliseconds that a test waits for an event which comes within two seconds if it comes. A busy machine needs more time, and the
 * test still fails if the event never comes.
 */
export const patience = 30_000;
