// The global object of all test files of one worker: the packages that they share, as runtime.cjs says, belong to it.
const { TestEnvironment } = require('jest-environment-node');

/** Where Jest puts what belongs to one test file, by the names of symbols. */
const ofOneFile = new Set([
  'JEST_STATE_SYMBOL',
  'EVENT_HANDLERS',
  'RETRY_TIMES',
  'TEST_TIMEOUT_SYMBOL',
]);

let shared;

module.exports = class SharedEnvironment extends TestEnvironment {
  constructor(...args) {
    if (shared) return shared;
    super(...args);
    shared = this;
    this.variables = { ...this.global.process.env };
  }

  async teardown() {
    this.fakeTimers.useRealTimers();
    this.fakeTimersModern.useRealTimers();
    const { env } = this.global.process;
    for (const name of Object.keys(env)) delete env[name];
    Object.assign(env, this.variables);
    for (const key of Object.getOwnPropertySymbols(this.global)) {
      if (ofOneFile.has(key.description)) delete this.global[key];
    }
  }
};
