import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { run, until } from './in-page.ts';

/** Defines `finder` in each document. */
const finder = fileURLToPath(new URL('finder.js', import.meta.url));

interface Match {
  /** Whether the text must be the whole one, in this case. Default: a part of it, in any case. */
  exact?: boolean;
}

interface RoleMatch extends Match {
  /** Accessible name. */
  name?: string | RegExp;
  /** Of a heading. */
  level?: number;
  /** `false` leaves out what is disabled. */
  disabled?: false;
}

/** React moves the focus to a new screen once it has been painted. */
const nextFrame = 'new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))';

/** Elements of a page that a user sees, found as Playwright's locators find them, but by a short script: see {@link run}. */
export class Found {
  protected readonly page: Page;
  readonly #elements: string;

  /** @param elements - a JavaScript expression for an array of elements */
  constructor(page: Page, elements: string) {
    this.page = page;
    this.#elements = elements;
  }

  getByRole(role: string, { name, exact, level, disabled }: RoleMatch = {}): Found {
    return this.#with(
      `finder.byRole(${this.#elements}, '${role}', ${literal(name)}, ${exact}, ${level}, ${disabled})`,
    );
  }

  getByText(text: string | RegExp, { exact }: Match = {}): Found {
    return this.#with(`finder.byText(${this.#elements}, ${literal(text)}, ${exact})`);
  }

  /** Finds fields. */
  getByLabel(label: string, { exact }: Match = {}): Found {
    return this.#with(`finder.byLabel(${this.#elements}, ${literal(label)}, ${exact})`);
  }

  locator(selector: string): Found {
    return this.#with(`finder.bySelector(${this.#elements}, ${literal(selector)})`);
  }

  filter({ hasText }: { hasText: string }): Found {
    return this.#with(
      `${this.#elements}.filter((element) => element.textContent.includes(${literal(hasText)}))`,
    );
  }

  first(): Found {
    return this.#with(`${this.#elements}.slice(0, 1)`);
  }

  /** Waits until there is exactly one such element, or none. The page has then put the focus where it belongs. */
  async waitFor({ state }: { state?: 'detached' } = {}): Promise<void> {
    if (state === 'detached') await until(this.page, `${this.#elements}.length === 0`);
    else await this.#one(nextFrame);
  }

  count(): Promise<number> {
    return run(this.page, `${this.#elements}.length`) as Promise<number>;
  }

  innerText(): Promise<string> {
    return this.#one('seen.innerText') as Promise<string>;
  }

  getAttribute(name: string): Promise<string | null> {
    return this.#one(`seen.getAttribute('${name}')`) as Promise<string | null>;
  }

  isDisabled(): Promise<boolean> {
    return this.#one('seen.disabled') as Promise<boolean>;
  }

  /** Edges of the element, in pixels from the top left of the window. */
  boundingBox(): Promise<Record<'top' | 'bottom', number>> {
    return this.#one('seen.getBoundingClientRect().toJSON()') as Promise<
      Record<'top' | 'bottom', number>
    >;
  }

  /** Clicks on the element, as soon as it is enabled and nothing lies over it. */
  async click(): Promise<void> {
    await until(this.page, `finder.reachable(${this.#elements})`, '(seen.focus(), seen.click())');
  }

  async check(): Promise<void> {
    await this.click();
    await until(this.page, `${this.#elements}[0].checked`);
  }

  /** Presses a key on the element. */
  async press(key: string): Promise<void> {
    await this.#one('seen.focus()');
    await this.page.keyboard.press(key);
  }

  /** Types a text in the place of what the field holds. */
  async fill(text: string): Promise<void> {
    await this.#one('(seen.focus(), seen.select())');
    await this.page.keyboard.insertText(text);
  }

  async selectOption(value: string): Promise<void> {
    await this.#one(
      `(seen.value = ${literal(value)}, seen.dispatchEvent(new Event('change', { bubbles: true })))`,
    );
  }

  /** Waits until there is exactly one element, and returns the value of an expression, where the element is `seen`. */
  #one(then: string): Promise<unknown> {
    return until(this.page, `finder.only(${this.#elements})`, then);
  }

  #with(elements: string): Found {
    return new Found(this.page, elements);
  }
}

/** A page in a browser. */
export class Tab extends Found {
  /** Opens a tab of a browser profile. */
  static async open(profile: BrowserContext): Promise<Tab> {
    const page = await profile.newPage();
    await page.addInitScript({ path: finder });
    return new Tab(page, '[document.body].filter(Boolean)');
  }

  /** What only Playwright can do. What it does to elements costs CPU time: see {@link run}. */
  get playwright(): Page {
    return this.page;
  }

  get keyboard(): Page['keyboard'] {
    return this.page.keyboard;
  }

  /** Returns the value of an expression. */
  evaluate<Value>(expression: string): Promise<Value> {
    return run(this.page, expression) as Promise<Value>;
  }

  /** Waits until an expression is true, and returns the value of another one. */
  until(condition: string, then?: string): Promise<unknown> {
    return until(this.page, condition, then);
  }
}

const literal = (text: string | RegExp | undefined) =>
  text instanceof RegExp ? String(text) : JSON.stringify(text);
