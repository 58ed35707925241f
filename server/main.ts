import { helpText, loadConfig } from './config';
import { ConfigError } from './config-error';
import { Globe } from './globe';
import { openLog } from './telemetry';

/** Wrong settings. */
const EXIT_CONFIG = 2;
const EXIT_FAILED = 1;
/** A stop that takes longer is cut short. */
const STOP_WITHIN_MS = 9_500;

/** A wrong setting is one clear line; anything else is a fault of ours and shows its stack. */
function fail(error: unknown): never {
  if (error instanceof ConfigError) {
    console.error(error.message);
    process.exit(EXIT_CONFIG);
  }
  console.error(error);
  process.exit(EXIT_FAILED);
}

async function main(): Promise<void> {
  const config = loadConfig(process.argv.slice(2), process.env);
  if (config === 'help') {
    console.log(helpText());
    return;
  }
  const log = openLog(config.LOG_LEVEL);
  const onFatal = (error: Error) => {
    log.error(`stopped for good: ${error.message}`);
    process.exit(EXIT_FAILED);
  };
  const globe = new Globe(config, log, Date.now, onFatal);

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(EXIT_FAILED), STOP_WITHIN_MS).unref();
    globe.close().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  const port = await globe.listen();
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
  const address = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  console.log(`Repin Globe starts at ${address}`);
  const lines = await globe.open();
  if (stopping) return;
  const pages = config.ROLE === 'worker' ? 'health at /readyz' : 'the wall at /wall, the embed at /embed';
  console.log(
    [`Repin Globe is ready: ${address}  (${pages})`, ...lines.map((line) => `  ${line}`)].join('\n'),
  );
}

await main().catch(fail);
