const secrets = ['password', 'client_secret', 'ticket'];

/** A copy for the log, as JSON has it: what is secret in it, at any depth, is masked. */
export function mask(body: object): unknown {
  const text = JSON.stringify(body, (name, value: unknown) =>
    secrets.includes(name) ? '*****' : value,
  );
  return JSON.parse(text);
}
