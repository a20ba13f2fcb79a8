/** A message from a measured server to its parent process. */
export type Message = { url: string } | { cpuMicroseconds: number };

/** Sends the server's URL to the parent process, and the CPU time of this process whenever the parent asks. */
export function serveBench(url: string): void {
  const tell = (message: Message) => process.send?.(message);
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    tell({ cpuMicroseconds: user + system });
  });
  tell({ url });
}
