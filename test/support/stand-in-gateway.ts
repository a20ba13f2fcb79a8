import { createServer } from 'node:http';
import { startInternalIssuer } from './internal-issuer.ts';

/**
 * A program: stands in for the gateway before the orders service. Port 4000 answers everybody with an order of the service's,
 * fetched with an internal token; port 4001 has the keys, for the service alone.
 */
const [, , innerAddress = '', service = ''] = process.argv;

const issuer = await startInternalIssuer(innerAddress, 4001);
const front = createServer((_request, response) => {
  const headers = { authorization: `Bearer ${issuer.token()}` };
  fetch(`${service}/orders/order-1`, { headers })
    .then((answer) => answer.text())
    .then(
      (text) => response.end(text),
      (error: unknown) => response.end(String(error)),
    );
});
front.listen(4000, () => {
  console.log('listening');
});
