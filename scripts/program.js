// A child process of `npm run dev` that starts again and again, but never twice at once.
import { fork } from 'node:child_process';

/** A program with the environment of its latest start. */
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

  /** Starts the program, unless it runs. */
  start() {
    if (!this.#child) this.#spawn();
    else if (this.#isStopping) this.#startsAgain = true;
  }

  /** Ends the program that runs, then starts it again. */
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

  /** Sends a message to the program that runs; a program that does not run needs none. */
  send(message) {
    // It may end before it has read the message.
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
