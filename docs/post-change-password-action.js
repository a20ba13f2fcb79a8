/**
 * Post-change-password Action for Gatehouse.
 *
 * Auth0 Dashboard: Actions > Library > Create Action > Build from scratch, trigger "Post Change Password", Node 22. Replace
 * everything in the editor with this file. Under Secrets (the key) add GATEHOUSE_HOOK_URL, such as
 * https://api.example.com/hooks/auth0, and GATEHOUSE_HOOK_SECRET, the gateway's AUTH0_HOOK_SECRET. Press Deploy, then drag the Action
 * into Actions > Triggers > post-change-password, and press Apply there: without that last step it does not run.
 *
 * The Action tells the gateway that a password was changed, so that it ends every sign-in from before the change. The gateway answers
 * 204 once all of its processes know. Until then the Action tries again, three times within 15 seconds; Auth0 ends an Action after 20.
 */
const { createHmac } = require('node:crypto');
const { setTimeout: wait } = require('node:timers/promises');

/** Milliseconds before each of the three further tries. */
const pauses = [1000, 2000, 4000];
/** Milliseconds that one try may take. */
const timeLimit = 2000;

exports.onExecutePostChangePassword = async (event) => {
  const { user_id, email, username, last_password_reset } = event.user;
  const connection = event.connection.name;
  const body = JSON.stringify({ user_id, email, username, last_password_reset, connection });

  let answer = await call(event.secrets, body);
  for (const pause of pauses) {
    if (answer.isFinal) break;
    await wait(pause);
    answer = await call(event.secrets, body);
  }
  if (!answer.isDone) throw new Error(`The gateway does not know of the change: ${answer.text}`);
};

/** Calls the gateway once. The signature covers the time and the body. */
async function call({ GATEHOUSE_HOOK_URL: url, GATEHOUSE_HOOK_SECRET: secret }, body) {
  const time = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'gatehouse-time': time,
    'gatehouse-signature': signature,
  };
  try {
    const signal = AbortSignal.timeout(timeLimit);
    const { status } = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal,
    });
    return { isDone: status === 204, isFinal: status < 500, text: `status ${status}` };
  } catch (error) {
    return { isDone: false, isFinal: false, text: String(error.cause ?? error) };
  }
}
