import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { availableParallelism } from 'node:os';
import vm from 'node:vm';

// Jest runs ES modules only with the first flag; with the flags set here, `npx jest` works as `npm run jest` does. The last two spare
// CPU time: several workers share few cores, and most of what a test makes is garbage soon.
if (!('SourceTextModule' in vm)) {
  const flags = [
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    ...['--single-threaded-gc', '--max-semi-space-size=32'],
  ];
  const { status } = spawnSync(process.execPath, [...flags, ...process.argv.slice(1)], {
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}

// For test/support/rsa-keys.ts. What is set here, all test files have.
const rsaKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
process.env.TEST_RSA_KEYS = JSON.stringify(
  [rsaKey(), rsaKey()].map((key) => key.export({ type: 'pkcs8', format: 'pem' })),
);

export default {
  testEnvironment: '<rootDir>/test/support/jest/environment.cjs',
  runtime: '<rootDir>/test/support/jest/runtime.cjs',
  modulePathIgnorePatterns: ['<rootDir>/.compiled/', '<rootDir>/.example/'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  // Twice as many as there are cores: many tests wait for a time limit of Redis or of a connection to pass.
  maxWorkers: 2 * availableParallelism(),
  // Ends what hangs; says nothing about speed. Tests that start programs or a browser need long when busy.
  testTimeout: 300_000,
  workerIdleMemoryLimit: '1GB',
};
