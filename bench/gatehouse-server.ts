import { readConfig } from '../src/config/config.ts';
import { startGateway } from '../src/gateway.ts';
import { serveBench } from './served.ts';

const [, , issuer, audience] = process.argv;

// Runs the gateway as in production, with a log of level `info` on standard output.
const { url } = await startGateway(
  readConfig({
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    AUTH0_DOMAIN: issuer,
    AUTH0_CLIENT_ID: 'test-client',
    AUTH0_CLIENT_SECRET: 'bench-secret',
    AUTH0_AUDIENCE: audience,
  }),
);
serveBench(url);
