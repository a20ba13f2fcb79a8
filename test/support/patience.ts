/**
 * Milliseconds for what ends within a second or two, or never: a busy machine takes its time, and a time limit that does not
 * work is found all the same.
 */
export const patience = 30_000;
