import { expect } from '@jest/globals';
import type { Tab } from '../support/tab.ts';

/** What has the focus: the text that a screen reader says, and whether an outline or a ring shows the focus. */
interface Focus {
  name: string;
  tag: string;
  isVisible: boolean;
}

const focus = `(() => {
  const element = document.activeElement;
  const shown = [element, element.closest('.mantine-Input-input')].filter(Boolean).map(getComputedStyle);
  return {
    name: (element.ariaLabel ?? element.labels?.[0]?.innerText ?? element.innerText).trim().split('\\n')[0],
    tag: element.tagName,
    isVisible: shown.some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none'),
  };
})()`;

export const focusOf = (page: Tab) => page.evaluate<Focus>(focus);

/** Presses a key until something has the focus, unless it has it already. Holds that every stop on the way can be seen. */
export async function reach(page: Tab, name: string | RegExp, key = 'Tab'): Promise<void> {
  const isThere = (stop: Focus) =>
    typeof name === 'string' ? stop.name === name : name.test(stop.name);
  if (isThere(await focusOf(page))) return;
  const stops: string[] = [];
  while (stops.length < 40) {
    await page.keyboard.press(key);
    const stop = await focusOf(page);
    stops.push(stop.name);
    if (stop.tag !== 'BODY') expect(stop).toMatchObject({ isVisible: true });
    if (isThere(stop)) return;
  }
  throw new Error(`${key} does not reach ${String(name)}, but ${stops.join(', ')}`);
}

/** Reaches something, and presses Enter on it. */
export async function enterOn(page: Tab, name: string | RegExp, key?: string): Promise<void> {
  await reach(page, name, key);
  await page.keyboard.press('Enter');
}

/** Reaches a field, and types into it. */
export async function typeInto(page: Tab, name: string, text: string): Promise<void> {
  await reach(page, name);
  await page.keyboard.insertText(text);
}

/** Controls below the heading of a screen that a pointer could use, in the order in which they are read. */
const controls = `Array.from(document.querySelectorAll('main :is(a[href], button, input, select)'))
  .filter((control) => !control.disabled && control.checkVisibility({ visibilityProperty: true }))
  .filter((control) => document.querySelector('h1').compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING)
  .map((control) => (control.ariaLabel ?? control.labels?.[0]?.innerText ?? control.innerText).trim().split('\\n')[0])`;

/**
 * Holds that a screen has just opened with the focus on its heading, or on the field named, which is its first control, and that Tab
 * then stops at each of its controls, in the order in which they are read. The focus goes back to the first one.
 */
export async function opensForKeyboard(page: Tab, title: string, field?: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
  await page.until(`${focus}.name === ${JSON.stringify(field ?? title)}`);
  const all = await page.evaluate<string[]>(controls);
  const stops = field === undefined ? [] : [field];
  while (stops.length < all.length) {
    await page.keyboard.press('Tab');
    const { name, isVisible } = await focusOf(page);
    stops.push(isVisible ? name : `${name}, not to be seen`);
  }
  expect([title, ...stops]).toEqual([title, ...all]);
  for (let back = 1; back < all.length; back += 1) await page.keyboard.press('Shift+Tab');
}
