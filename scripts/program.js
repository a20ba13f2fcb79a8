// A child process of `npm run dev` that can restart, but never runs twice at once.
import { fork } from 'node:child_process';

/** A restartable program. Each start uses the environment of that moment. */
export class Program {
  #file;
  #options;
  #child;
  #isStopping = false;
  #startsAgain = false;

  /**
   * @param {string} file - JavaScript to run
   * @param {object} options
   * @param {() => NodeJS.ProcessEnv} options.env - called at each start
   * @param {() => string[]} [options.args] - called at each start
   * @param {(message: any) => void} [options.onMessage]
   * @param {(code: number | null) => void} [options.onEnd] - after an end without `stop` or `restart`
   */
  constructor(
    file,
    { env, args = () => [], onMessage = () => undefined, onEnd = () => undefined },
  ) {
    this.#file = file;
    this.#options = { env, args, onMessage, onEnd };
  }

  get isRunning() {
    return this.#child !== undefined && !this.#isStopping;
  }

  /** Starts the program, unless it is running. */
  start() {
    if (!this.#child) this.#spawn();
    else if (this.#isStopping) this.#startsAgain = true;
  }

  /** Ends the running program, then starts it again. */
  restart() {
    void this.stop();
    this.start();
  }

  /** Ends the program. Resolves when it has ended. */
  async stop() {
    this.#startsAgain = false;
    if (!this.#child) return;
    const stopped = new Promise((resolve) => this.#child.once('exit', resolve));
    if (!this.#isStopping) this.#child.kill('SIGTERM');
    this.#isStopping = true;
    await stopped;
  }

  /** Sends a message to the running program. Does nothing if the program is not running. */
  send(message) {
    // The program may end before it has read the message.
    if (this.isRunning && this.#child.connected) this.#child.send(message, () => undefined);
  }

  #spawn() {
    const { env, args, onMessage, onEnd } = this.#options;
    this.#startsAgain = false;
    this.#child = fork(this.#file, args(), {
      env: env(),
      execArgv: ['--import', './scripts/end-with-parent.js'],
    });
    this.#child.on('message', (message) => {
      if (!this.#isStopping) onMessage(message);
    });
    this.#child.once('exit', (code) => {
      const wasStopped = this.#isStopping;
      this.#child = undefined;
      this.#isStopping = false;
      if (this.#startsAgain) this.#spawn();
      else if (!wasStopped) onEnd(code);
    });
  }
}
