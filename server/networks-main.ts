import { ConfigError } from './config-error';
import { buildNetworks } from './ingest/geo/networks';

const [outFile] = process.argv.slice(2);
if (outFile === undefined) {
  console.error(
    'networks OUTFILE: writes the networks of the simulation, derived from the installed geo data',
  );
  process.exit(2);
}
try {
  buildNetworks(outFile);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(2);
}
