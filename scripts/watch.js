// `npm run dev`: runs the gateway, the local tenant, Vite and the generator of the types as a process each. After a save, only the
// programs that depend on the file restart.
import { mkdirSync, unwatchFile, watch, watchFile } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { compile } from './compile.js';
import { readEnvFile } from './env-file.js';
import { Program } from './program.js';

/** Variables that the tenant reads. */
const tenantVariables = [
  'NODE_ENV',
  'HOST',
  'TENANT_PORT',
  'TENANT_URL',
  'TENANT_TLS_CERT',
  'TENANT_TLS_KEY',
  'TENANT_SMTP_PORT',
  'TENANT_FILE',
  'TENANT_STATE',
  'STATE_DIR',
];

/** Starts all programs. Ends them on SIGTERM, on Ctrl-C, or when npm ends. */
export async function watchProject() {
  const generator = new Program('scripts/generator.js', { env: environment });
  const programs = gatewayAndTenant(() => {
    if (!isEnding) web.start();
  });
  const web = new Program('scripts/web-server.js', {
    env: environment,
    onMessage: programs.tellWeb,
  });
  const { gateway } = programs;
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    await Promise.all([generator.stop(), programs.stop(), web.stop()]);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
  /** Delays a function a moment, because one save may cause several events, and one command may save several files. */
  const soon = (act) => {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(() => !isEnding && act(), 100);
    };
  };

  const generate = soon(() => {
    if (generator.isRunning) generator.send('generate');
    else generator.start();
  });
  const restartGateway = soon(() => gateway.restart());
  const restartTenant = soon(() => programs.restartTenant());
  // Whether files were compiled while another file had a mistake. They are not reported again after it is fixed.
  let unnamed = false;
  const compileAndRestart = soon(async () => {
    try {
      // A file with types only changes no JavaScript. The generator writes such a file.
      const changed = await compile();
      if (isEnding) return;
      if (unnamed || changed.some(isOfTenant)) programs.restartTenant();
      if (unnamed || !changed.every(isOfTenant)) gateway.restart();
      unnamed = false;
    } catch (error) {
      unnamed = true;
      console.error(error.message);
    }
  });

  watch('src', { recursive: true }, (_event, name) => {
    if (/^operations.[^/\\]+\.graphql$/.test(name ?? '')) generate();
    else compileAndRestart();
  });
  mkdirSync('schema', { recursive: true });
  for (const start of [generate, restartGateway]) {
    watch('schema', start);
    watchByName('schema.graphql', start);
  }
  watchByName('codegen.yml', generate);
  for (const trigger of ['post-login', 'post-change-password'])
    watchByName(`docs/${trigger}-action.js`, restartTenant);
  let settings = settingsFile();
  watchByName(settings, restartTenant);
  watchByName('.env', () => {
    unwatchFile(settings);
    settings = settingsFile();
    watchByName(settings, restartTenant);
    programs.changeEnvironment();
  });

  generator.start();
  await compile().then(
    () => gateway.start(),
    (error) => console.error(error.message),
  );
}

/**
 * Runs the gateway and the local tenant. The gateway asks for the tenant when its configuration is correct. The tenant keeps
 * running when the gateway restarts. If a change concerns both, the gateway restarts after the tenant.
 *
 * @param {() => void} onReady - called each time when the gateway is ready
 */
function gatewayAndTenant(onReady) {
  /** Description of the running tenant, as it has sent it. */
  let tenantFacts;
  let clockOffset = 0;
  /** URL of the gateway's hook, which the tenant's Actions call. */
  let hookUrl;
  /** Numbers of the clock's moves that the gateway has not followed yet. */
  const moves = new Set();
  /** State of the gateway: `none`, `starting`, `waiting` (for the tenant), `found` (the tenant) or `connected` (to Auth0). */
  let gatewayState = 'none';
  /** The tenant's settings from which the running gateway has its configuration and its accounts. */
  let dependsOn;
  let variables = pickTenantVariables();
  /** The state of the app, for each gateway that starts. */
  let web;

  const gateway = new Program('.compiled/start-up/dev.js', {
    // The gateway reports the mistakes of .env together with its own.
    args: () => readEnvFile('.env').mistakes,
    env() {
      gatewayState = 'starting';
      followAll();
      return environment();
    },
    onMessage(message) {
      if (message === 'ready') {
        if (web) gateway.send(web);
        onReady();
        if (gatewayState !== 'starting') return;
        gatewayState = 'connected';
        void stopTenant(); // A tenant may still run from before AUTH0_DOMAIN was set.
      } else if ('wanted' in message) {
        gatewayState = 'waiting';
        if (tenantFacts) introduceTenant();
        else tenant.start();
      } else if ('hookUrl' in message) {
        ({ hookUrl } = message);
        tellHook();
      } else {
        follow(message.followed);
      }
    },
    onEnd(code) {
      gatewayState = 'none';
      followAll();
      // Code 0 is the end after a signal.
      if (code !== 0) console.error('The gateway has ended. The next save starts it again.');
    },
  });

  const tenant = new Program('.compiled/tenant/dev.js', {
    env() {
      tenantFacts = undefined;
      return environment();
    },
    onMessage(message) {
      if ('clockOffset' in message) {
        ({ clockOffset } = message);
        moves.add(message.move);
        if (gatewayState === 'found') gateway.send(message);
        else followAll();
        return;
      }
      tenantFacts = message.tenant;
      clockOffset = 0;
      tellHook();
      if (gatewayState === 'waiting') {
        introduceTenant();
      } else if (gatewayState === 'found') {
        if (dependsOn !== settingsOfTenant()) return gateway.restart();
        gateway.send({ clockOffset });
        console.log(`\n  The local tenant is ready again: ${tenantFacts.url}/\n`);
      }
    },
    onEnd(code) {
      tenantFacts = undefined;
      moves.clear();
      if (gatewayState === 'waiting') gateway.send({ found: null });
      else if (code !== 0)
        console.error('The local tenant has ended. The next save starts it again.');
    },
  });

  function introduceTenant() {
    const { url, issuer, smtpUrl } = tenantFacts;
    gatewayState = 'found';
    dependsOn = settingsOfTenant();
    gateway.send({ found: { url, issuer, smtpUrl, clockOffset } });
  }

  /**
   * Returns the tenant's settings that the gateway's configuration depends on. Accounts are not included, because the gateway
   * only prints them.
   */
  function settingsOfTenant() {
    const { url, issuer, settings } = tenantFacts;
    return JSON.stringify({ url, issuer, settings });
  }

  function tellHook() {
    if (tenantFacts && hookUrl !== undefined) tenant.send({ hookUrl });
  }

  function follow(move) {
    if (moves.delete(move)) tenant.send({ followed: move });
  }

  function followAll() {
    for (const move of moves) follow(move);
  }

  function stopTenant() {
    tenantFacts = undefined;
    moves.clear();
    return tenant.stop();
  }

  return {
    gateway,
    /** Tells the gateway where the app is. */
    tellWeb(message) {
      web = message;
      gateway.send(message);
    },
    restartTenant() {
      if (gatewayState === 'connected') return;
      if (gatewayState === 'found') {
        tenant.restart();
      } else {
        // The gateway checks both configurations, and asks for the tenant.
        void stopTenant();
        gateway.restart();
      }
    },
    changeEnvironment() {
      const before = variables;
      variables = pickTenantVariables();
      if (variables !== before) void stopTenant();
      gateway.restart();
    },
    /** The tenant ends last, because requests in flight may need it. */
    async stop() {
      await gateway.stop();
      await tenant.stop();
    },
  };
}

/** Watches a path. The file may not exist yet, and an editor may replace it. */
function watchByName(file, act) {
  watchFile(file, { interval: 300 }, (now, before) => {
    if (now.mtimeMs !== before.mtimeMs) act();
  });
}

function isOfTenant(file) {
  return relative(resolve('.compiled'), file).startsWith(join('tenant', sep));
}

/** Returns the environment for a program. A variable of this process takes precedence over its line in .env. */
function environment() {
  return { ...readEnvFile('.env').variables, ...process.env };
}

function settingsFile() {
  return environment().TENANT_FILE || 'src/tenant/tenant.yaml';
}

function pickTenantVariables() {
  const all = environment();
  return JSON.stringify(tenantVariables.map((name) => all[name]));
}
