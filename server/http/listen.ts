import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../config-error';

export type ListenAt = {
  readonly port: number;
  readonly host: string;
  /** What the settings are called, for the one line that says why it cannot be. */
  readonly portOption: 'PORT' | 'METRICS_PORT';
  readonly hostOption: 'HOST' | 'METRICS_HOST';
};

/** Of a peer that has gone: its socket closes, and nothing else is lost. */
const gone = () => {};

/** Resolves with the port. A port that is taken, or a host that is not ours, is a ConfigError. */
export function listen(server: Server, at: ListenAt): Promise<number> {
  // For the whole life of each socket: Node takes its own listener away at an upgrade, and a reset would end the process.
  server.on('connection', (socket) => socket.on('error', gone));
  return new Promise((resolve, reject) => {
    // Not `once`: later it tells that a connection could not be accepted, for want of file descriptors.
    server.on('error', (error: NodeJS.ErrnoException) => reject(listenError(error, at)));
    server.listen(at.port, at.host, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenError(error: NodeJS.ErrnoException, { port, host, portOption, hostOption }: ListenAt): Error {
  const flag = `--${portOption.toLowerCase().replace('_', '-')}`;
  if (error.code === 'EADDRINUSE')
    return new ConfigError(
      portOption,
      `${port} is in use: stop what uses it, or choose another one (${flag} ${port + 1})`,
    );
  if (error.code === 'EACCES')
    return new ConfigError(portOption, `${port} may not be opened by this user: choose one above 1023`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new ConfigError(hostOption, `${host} is no address of this machine`);
  return error;
}
