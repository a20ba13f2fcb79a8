// What Jest runs test files with (`runtime` of jest.config.js). Jest loads all modules anew for each test file, which took half of
// a file's CPU time. Here the test files of one worker share the modules of node_modules and src/, as the parts of one program do:
// a module of src/ holds no state of its own. They share Jest's own modules too, but for jest-circus, which holds the tests of one
// file. Modules of test/ are still each file's own. Tests lose nothing by it: no module is mocked. It reaches into Jest 30: with
// another Jest, run the suite and compare its time.
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { default: Runtime } = require('jest-runtime');

const source = join(__dirname, '../../../src/');
const sourceUrl = pathToFileURL(source).href;

const isShared = (key) =>
  key.startsWith('node:') ||
  key.startsWith(source) ||
  key.startsWith(sourceUrl) ||
  // The test suite that Apollo publishes defines tests, of one file; jest-circus runs them.
  (/\/node_modules\/(?!@apollo\/server-integration-testsuite\/|jest-circus\/)/.test(key) &&
    !key.startsWith('@jest/globals'));

/** Modules by path or URL: shared ones in a map that outlives the test file, the others in this one. */
class Registry extends Map {
  #shared;

  constructor(shared) {
    super();
    this.#shared = shared;
  }

  get(key) {
    return isShared(key) ? this.#shared.get(key) : super.get(key);
  }

  has(key) {
    return isShared(key) ? this.#shared.has(key) : super.has(key);
  }

  set(key, value) {
    if (!isShared(key)) return super.set(key, value);
    this.#shared.set(key, value);
    return this;
  }

  delete(key) {
    return isShared(key) ? this.#shared.delete(key) : super.delete(key);
  }
}

const commonJsModules = new Map();
const esModules = new Map();
const jestsOwnModules = new Map();

/**
 * What Jest asks which test an error without an owner belongs to. Node's own follows every promise, for each test file that has run
 * in the worker, and never ends: after thirty files this took a tenth of the CPU time. Here tests run one after the other.
 */
class RunningTest {
  #test;

  getStore() {
    return this.#test;
  }

  async run(test, run) {
    const before = this.#test;
    this.#test = test;
    try {
      return await run();
    } finally {
      this.#test = before;
    }
  }
}

const asyncHooks = { AsyncLocalStorage: RunningTest };

class SharingRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    this.registries.moduleRegistry = new Registry(commonJsModules);
    this.registries.esModuleRegistry = new Registry(esModules);
    this.registries.internalModuleRegistry = new Registry(jestsOwnModules);
  }

  requireModule(from, name, ...more) {
    const isOfCircus = name === 'node:async_hooks' && from.includes('/node_modules/jest-circus/');
    return isOfCircus ? asyncHooks : super.requireModule(from, name, ...more);
  }

  teardown() {
    super.teardown();
    // What this file was the first to load may load more of its package later, for another file.
    this.testState.enterTestCode();
  }
}

module.exports = { default: SharingRuntime, __esModule: true };
