/** Variables that only the local tenant reads. `npm run generate` builds `docs/configuration.md` and `.env.example` from them. */
export const tenantVariables = {
  TENANT_PORT: {
    group: 'Development and local tenant',
    task: 'move the local tenant to another port',
    meaning: 'The TCP port of the local tenant. `0` lets the system choose one.',
    format: 'a port number from 0 to 65535, not that of `PORT`',
    default: '4010',
    whenWrong: 'A port that is in use stops the start.',
    example: '4010',
  },
  TENANT_URL: {
    group: 'Development and local tenant',
    task: 'reach the local tenant under another name, for example behind a proxy or from a container',
    meaning:
      'The URL at which the gateway, browsers and services reach the local tenant, if it is not the address at which the tenant listens. It is the issuer of the tokens, and the beginning of the links in mails.',
    format: 'a URL without a path, for example `https://tenant.example`',
    default: "the tenant's address: `HOST` and `TENANT_PORT`",
    whenWrong:
      '`npm start` ends, because the gateway does not reach the tenant; a gateway of its own does not accept its tokens (`WRONG_ISSUER`).',
    example: 'https://tenant.example',
  },
  TENANT_TLS_CERT: {
    group: 'Development and local tenant',
    task: 'let the local tenant serve https',
    meaning:
      'The certificate of the local tenant, with which it serves https alone. Whoever calls it must trust the certificate: for the gateway set `NODE_EXTRA_CA_CERTS`.',
    format: 'the path of a PEM file, together with `TENANT_TLS_KEY`',
    default: 'none: the tenant serves http',
    whenWrong:
      'A file that cannot be read, or that does not match the key, stops the start. A certificate for another name than `HOST` is refused by its callers.',
    example: 'tenant.crt',
  },
  TENANT_TLS_KEY: {
    group: 'Development and local tenant',
    task: 'let the local tenant serve https',
    meaning: 'The private key of `TENANT_TLS_CERT`.',
    format: 'the path of a PEM file without a passphrase',
    default: 'none: the tenant serves http',
    whenWrong:
      'A file that cannot be read, or that does not match the certificate, stops the start.',
    example: 'tenant.key',
  },
  TENANT_SMTP_PORT: {
    group: 'Development and local tenant',
    task: 'read the mails of your own programs in the outbox of the local tenant',
    meaning:
      'The TCP port at which the local tenant takes mails (SMTP), without encryption, with any password or none. Each mail is in its outbox; none is sent. `0` lets the system choose one; `off`: the tenant takes no mails.',
    format: 'a port number from 0 to 65535, not that of `PORT` or `TENANT_PORT`, or `off`',
    default: '`4025`; with `TENANT_PORT=0`: `0`',
    whenWrong:
      'A port that is in use stops the start. If the default port is in use, the tenant starts, takes no mails, and says so.',
    example: '4025',
  },
  TENANT_STATE: {
    group: 'Development and local tenant',
    task: 'choose where the local tenant remembers accounts',
    meaning:
      'The folder of what the local tenant remembers across restarts: accounts, keys, tokens, blocks, log and outbox. One tenant at a time can use it. `memory`: a restart forgets all. `npm run tenant -- --reset` empties the folder.',
    format: 'the path of a folder, which is made when missing, or `memory`',
    default: '`local-tenant` in `STATE_DIR`; with `NODE_ENV=test`: `memory`',
    whenWrong:
      'A folder that another tenant uses, that another version has written or that is damaged stops the start, and is left as it is. On a read-only file system a restart forgets all.',
    example: 'memory',
  },
  TENANT_FILE: {
    group: 'Development and local tenant',
    task: 'give the local tenant your own accounts and settings',
    meaning:
      'The settings file of the local tenant: applications, APIs, connections, roles, users. Copy the default file and change the copy. Users and roles are read when the state is empty, all else at each start.',
    format: 'the path of a YAML file',
    default: 'src/tenant/tenant.yaml',
    whenWrong: 'Each mistake in the file stops the start, and is printed with its place.',
    example: 'tenant.yaml',
  },
} as const;
