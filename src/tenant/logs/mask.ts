const secrets = ['password', 'new_password', 'client_secret', 'ticket', 'totp_secret'];

/** Copies a JSON body for the log, and masks secrets at any depth. */
export function mask(body: object): unknown {
  const text = JSON.stringify(body, (name, value: unknown) =>
    secrets.includes(name) ? '*****' : value,
  );
  return JSON.parse(text);
}
