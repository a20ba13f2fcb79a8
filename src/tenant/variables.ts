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
  TENANT_FILE: {
    group: 'Development and local tenant',
    task: 'give the local tenant your own accounts and settings',
    meaning:
      'The settings file of the local tenant: applications, APIs, connections, roles, users. Copy the default file and change the copy.',
    format: 'the path of a YAML file',
    default: 'src/tenant/tenant.yaml',
    whenWrong: 'Each mistake in the file stops the start, and is printed with its place.',
    example: 'tenant.yaml',
  },
} as const;
