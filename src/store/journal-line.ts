import type { Entry } from './entry.ts';

/**
 * Formats an entry as one line of a journal, with a line break. Every version of Gatehouse reads these formats:
 * `["value",key,value,until]`, `["member",key,member,until]` and `["notice",notice,until]`.
 */
export function formatLine(entry: Entry): string {
  return `${JSON.stringify(toTuple(entry))}\n`;
}

function toTuple(entry: Entry): unknown[] {
  switch (entry.kind) {
    case 'value':
      return ['value', entry.key, entry.value, entry.until];
    case 'member':
      return ['member', entry.key, entry.member, entry.until];
    case 'notice':
      return ['notice', entry.notice, entry.until];
  }
}

/**
 * Parses a line of a journal.
 *
 * @returns undefined for a line that is not an entry, for example a line that a crash has cut off
 */
export function parseLine(line: string): Entry | undefined {
  try {
    return toEntry(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function toEntry(tuple: unknown): Entry | undefined {
  if (!Array.isArray(tuple)) return undefined;
  const [kind, ...texts] = tuple as unknown[];
  const until = texts.pop();
  if (typeof until !== 'number' || !texts.every((text) => typeof text === 'string')) {
    return undefined;
  }
  const [first = '', second = ''] = texts;
  if (kind === 'value' && texts.length === 2) return { kind, key: first, value: second, until };
  if (kind === 'member' && texts.length === 2) return { kind, key: first, member: second, until };
  if (kind === 'notice' && texts.length === 1) return { kind, notice: first, until };
  return undefined;
}
