// Runs in each document of a tab: see test/support/tab.ts. Only what is shown is found. Names and texts match as in Playwright.
globalThis.finder = (() => {
  const roles = {
    button: 'button:not([role])',
    link: 'a[href]:not([role])',
    heading: 'h1, h2, h3',
    checkbox: 'input[type=checkbox]',
    listitem: 'li',
    main: 'main',
    complementary: 'aside',
  };
  const plain = (text) => text.trim().replace(/\s+/g, ' ');
  const matches = (text, wanted, isWhole) => {
    if (wanted instanceof RegExp) return wanted.test(text);
    return isWhole ? text === wanted : text.toLowerCase().includes(wanted.toLowerCase());
  };
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const textsOf = (elements) =>
    elements && plain(Array.from(elements, (each) => each.textContent).join(' '));
  const labelOf = (element) =>
    textsOf(element.ariaLabelledByElements) || element.ariaLabel || textsOf(element.labels) || '';
  const contentOf = (element) => {
    if (!element.querySelector('[aria-hidden=true]')) return plain(element.textContent);
    const copy = element.cloneNode(true);
    for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove();
    return plain(copy.textContent);
  };
  const bySelector = (within, selector) =>
    within.flatMap((each) => [...each.querySelectorAll(selector)]).filter(isShown);
  const byRole = (within, role, name, isWhole, level, disabled) =>
    bySelector(within, `${roles[role] ?? ''}${roles[role] ? ', ' : ''}[role=${role}]`)
      .filter((element) => !element.closest('[aria-hidden=true]'))
      .filter((element) => level === undefined || element.localName === `h${level}`)
      .filter((element) => disabled === undefined || element.disabled === disabled)
      .filter(
        (element) =>
          name === undefined || matches(labelOf(element) || contentOf(element), name, isWhole),
      );
  const byLabel = (within, label, isWhole) =>
    bySelector(within, 'input, select').filter((field) => matches(labelOf(field), label, isWhole));
  const byText = (within, text, isWhole) => {
    // The smallest elements with the text.
    const find = (element) => {
      const all = plain(element.textContent);
      if (!matches(all, text)) return [];
      const smaller = [...element.children].flatMap(find);
      return smaller.length > 0 || !matches(all, text, isWhole) ? smaller : [element];
    };
    return within.flatMap(find).filter(isShown);
  };
  const reachable = (found) => {
    const element = only(found);
    if (!element || element.disabled) return undefined;
    element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    const { x, y, width, height } = element.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    return element.contains(top) ? element : undefined;
  };
  const only = (found) => (found.length === 1 ? found[0] : undefined);
  return { byRole, byText, byLabel, bySelector, only, reachable };
})();
