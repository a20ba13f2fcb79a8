/**
 * Milliseconds to wait for what happens within two seconds or never. Long enough for a busy machine, and a time limit that does not
 * work is still found.
 */
export const patience = 30_000;
