import { pino } from 'pino';

/** ERROR: data was lost. WARN: odd, nothing lost. INFO: a change of state. Nothing per event, no address, no user id. */
export type Log = {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
};

/** One JSON line each, on standard error: standard output is the banner's. */
export function openLog(level: string): Log {
  const logger = pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
  return {
    debug: (text) => logger.debug(text),
    info: (text) => logger.info(text),
    warn: (text) => logger.warn(text),
    error: (text) => logger.error(text),
  };
}
