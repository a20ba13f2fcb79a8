import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** An HTTP proxy that opens tunnels, all of them to one port of this machine, whatever they are asked for. */
export interface ConnectProxy {
  url: string;
  /** The requests for a tunnel: `host:port` and the credentials. */
  requests: { path: string; authorization: string | undefined }[];
  /** Ends all tunnels, and answers with this status from now on; 0: with nothing. */
  refuse: (status: number) => void;
  close: () => Promise<void>;
}

export async function startConnectProxy(targetPort: number): Promise<ConnectProxy> {
  const requests: ConnectProxy['requests'] = [];
  const sockets = new Set<Socket>();
  let refusal: number | undefined;
  const server = createServer();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  server.on('connect', ({ url = '', headers }: IncomingMessage, client: Socket) => {
    requests.push({ path: url, authorization: headers['proxy-authorization'] });
    if (refusal === 0) return;
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const target = connect(targetPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    sockets.add(target.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    refuse: (status) => {
      refusal = status;
      endAll();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        endAll();
      }),
  };
}
