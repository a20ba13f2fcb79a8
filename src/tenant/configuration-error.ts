/** The tenant cannot start as it is told to. `mistakes` has one line each: where it is and what is wrong, never a value. */
export class TenantConfigurationError extends Error {
  override name = 'TenantConfigurationError';
  readonly mistakes: string[];

  constructor(mistakes: string[]) {
    super(`The configuration has ${mistakes.length} mistake(s):\n  ${mistakes.join('\n  ')}`);
    this.mistakes = mistakes;
  }
}
