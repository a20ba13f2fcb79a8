/** Format of a template. HTML escapes the values. */
export type TemplateFormat = 'txt' | 'html';

/** Values of placeholders. A line with a placeholder whose value is undefined is left out. */
export type TemplateValues = Readonly<Record<string, string | undefined>>;

/**
 * Fills the placeholders of a template, such as `{{link}}`. There are no conditions and no loops: a line is left out if one of its
 * placeholders has no value.
 */
export function fillTemplate(
  template: string,
  values: TemplateValues,
  format: TemplateFormat,
): string {
  const hasValue = (line: string) => namesIn(line).every((name) => values[name] !== undefined);
  const written = (_placeholder: string, name: string) =>
    format === 'html' ? escapeHtml(values[name] ?? '') : (values[name] ?? '');
  return template
    .split('\n')
    .filter(hasValue)
    .map((line) => line.replaceAll(placeholder, written))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n');
}

/**
 * Finds what is wrong with a template.
 *
 * @returns undefined for a template without a fault
 */
export function findTemplateFault(
  template: string,
  { known, needed }: { known: readonly string[]; needed: readonly string[] },
): string | undefined {
  const names = namesIn(template);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return `has the unknown placeholder {{${unknown}}}; it may have ${known.map((name) => `{{${name}}}`).join(', ')}`;
  }
  const missing = needed.find((name) => !names.includes(name));
  return missing === undefined ? undefined : `lacks the placeholder {{${missing}}}`;
}

const placeholder = /\{\{\s*(\w+)\s*\}\}/g;

function namesIn(text: string): string[] {
  return [...text.matchAll(placeholder)].map(([, name = '']) => name);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
