/** The tenant cannot start with its configuration. `mistakes` has one line for each mistake: place and reason, but no value. */
export class TenantConfigurationError extends Error {
  override name = 'TenantConfigurationError';
  readonly mistakes: string[];

  constructor(mistakes: string[]) {
    super(
      `The configuration has ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}:\n  ${mistakes.join('\n  ')}`,
    );
    this.mistakes = mistakes;
  }
}
