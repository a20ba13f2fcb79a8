import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveBench } from './served.ts';

// Runs a micro-service that has 1,000 orders, a stock and a price list.
const orders = Array.from({ length: 1000 }, (_, n) => ({
  id: `order-${n}`,
  customer: 'auth0|6500000000000000000000b1',
  quantity: n % 7,
}));
const answers: Record<string, string> = {
  '/orders': JSON.stringify({ orders }),
  '/stock': JSON.stringify({ items: 12 }),
  '/prices': JSON.stringify({ currency: 'EUR' }),
};

const server = createServer(({ url = '' }, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(answers[url]);
});
server.listen(0, '127.0.0.1', () => {
  serveBench(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
