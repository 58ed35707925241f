import { ConfigError } from '../config-error';

/** The store cannot work as it is configured: waiting will not help. The message never holds the password. */
export class StoreConfigError extends ConfigError {
  override readonly name = 'StoreConfigError';
}
