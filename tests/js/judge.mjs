// What the programs of this folder share: the SDK's set-up, and how a step's answer is printed or ends the program.
import { defineOneEntry } from 'oneentry';

export function connect({ strict }) {
  const { ONEENTRY_URL, ONEENTRY_APP_TOKEN } = process.env;
  if (!ONEENTRY_URL || !ONEENTRY_APP_TOKEN) {
    throw new Error('Set ONEENTRY_URL and ONEENTRY_APP_TOKEN to the server to judge.');
  }
  return defineOneEntry(ONEENTRY_URL, {
    token: ONEENTRY_APP_TOKEN,
    // The SDK logs a misfit with the whole answer, tokens included; the error it returns says enough.
    ...(strict && { validation: { enabled: true, strictMode: true, logErrors: false } }),
  });
}

// By default the SDK returns errors instead of throwing them: the server's envelope, a failed fetch, a failed validation.
export function show(step, answer) {
  const failed = answer instanceof Error || answer?.statusCode >= 400;
  const result = answer instanceof Error ? `${answer} (${answer.cause ?? 'no cause given'})` : answer;
  console.log(JSON.stringify({ step, [failed ? 'error' : 'result']: result }));
  if (failed) {
    process.exit(1);
  }
  return answer;
}
