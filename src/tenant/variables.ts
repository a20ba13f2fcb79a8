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
