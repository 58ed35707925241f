/** What is written to it until the end of this turn leaves as one system call: those are most of what a handshake costs. */
export function inOneWrite(socket: { cork(): void; uncork(): void }): void {
  socket.cork();
  process.nextTick(() => socket.uncork());
}
