/** A setting that cannot work: one clear line that names it and the way out; the process exits with 2. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError';
  readonly option: string;
  constructor(option: string, detail: string) {
    super(`${option}: ${detail}`);
    this.option = option;
  }
}
