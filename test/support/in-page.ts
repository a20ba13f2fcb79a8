import type { CDPSession, Page } from 'playwright-core';

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/**
 * Runs a script in a page, and returns its value, or that of its promise. Playwright's locators first send 340 kB of their own to
 * each document, which costs as much CPU time as the page itself. This sends the script alone.
 *
 * @throws what the script throws, or its rejection
 */
export async function run(page: Page, script: string): Promise<unknown> {
  let session = sessions.get(page);
  if (!session) {
    session = page.context().newCDPSession(page);
    sessions.set(page, session);
  }
  const { result, exceptionDetails } = await (
    await session
  ).send('Runtime.evaluate', { expression: script, awaitPromise: true, returnByValue: true });
  if (!exceptionDetails) return result.value;
  throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
}

/**
 * Waits until an expression is true in a page. The page itself looks after each change of its document or of the focus, so
 * nobody polls. Goes on in the next document if the page loads another one.
 *
 * @param then - an expression for what to return, evaluated in the same moment. `seen` is the value of the condition.
 */
export async function until(page: Page, condition: string, then = 'undefined'): Promise<unknown> {
  const wait = `new Promise((resolve, reject) => {
    const look = () => {
      try {
        const seen = ${condition};
        if (!seen) return;
        end();
        resolve(${then});
      } catch (error) {
        end();
        reject(error);
      }
    };
    const end = () => {
      observer.disconnect();
      document.removeEventListener('focusin', look);
      clearTimeout(limit);
    };
    const limit = setTimeout(() => {
      reject(new Error(${js(`waited a minute for ${condition}; the page shows: `)} + document.body.innerText));
    }, 60_000);
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    document.addEventListener('focusin', look);
    look();
  })`;
  for (;;) {
    try {
      return await run(page, wait);
    } catch (error) {
      if (!String(error).includes('Inspected target navigated')) throw error;
    }
  }
}

/** Waits until a page has an element, with this text somewhere in it. */
export const shows = (page: Page, selector: string, text = '') =>
  until(page, `${all(selector)}.some((element) => element.textContent.includes(${js(text)}))`);

/** Waits until a page has no such element. */
export const showsNo = (page: Page, selector: string, text = '') =>
  until(page, `!${all(selector)}.some((element) => element.textContent.includes(${js(text)}))`);

/** Waits for a button with this text, and clicks on it. `within` is the element around the button. */
export async function press(page: Page, text: string, within = ''): Promise<void> {
  const found = `${all(`${within} button`)}.find((button) => button.textContent === ${js(text)} && !button.disabled)`;
  await until(page, found);
  await run(page, `${found}.click()`);
}

/** Types a text into the field with this placeholder. */
export async function type(page: Page, placeholder: string, text: string): Promise<void> {
  const selector = js(`[placeholder="${placeholder}"]`);
  await until(page, `document.querySelector(${selector})`);
  // React sees a change only if the setter of its own is passed by.
  await run(
    page,
    `{
      const field = document.querySelector(${selector});
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, ${js(text)});
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }`,
  );
}

/** Sends the form of a page, as the Enter key does. */
export const submit = (page: Page) =>
  run(page, `document.querySelector('form').requestSubmit()`).then(() => undefined);

const all = (selector: string) => `[...document.querySelectorAll(${js(selector)})]`;
const js = (text: string) => JSON.stringify(text);
