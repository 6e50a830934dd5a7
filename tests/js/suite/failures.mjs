// What the SDK makes of expired tokens and broken connections, and that the sandbox did its part right.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addFault,
  codeFor,
  connect,
  DEMO,
  expireTokens,
  last,
  login,
  order,
  refused,
  signedIn,
  stats,
  summary,
  VISITOR,
  watching,
} from './harness.mjs';

const UNAUTHORIZED = [401, 'Unauthorized'];
const REFRESH = 'POST /users-auth-providers/marker/email/users/refresh';

/** In strict mode whatever is no answer at all becomes an envelope that no server sent. */
function notFromAServer(answer) {
  assert.deepEqual([answer.statusCode, answer.message], [422, 'Response validation failed']);
}

/** Runs something as in a browser: there all modules have one fingerprint, which outlives the page. */
async function inABrowser(action) {
  const kept = new Map();
  globalThis.window = {
    localStorage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => kept.set(key, String(value)),
      removeItem: (key) => kept.delete(key),
    },
    navigator: { platform: 'Linux x86_64', userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', language: 'de-DE' },
    screen: { width: 1920, height: 1080, colorDepth: 24 },
  };
  try {
    await action(kept);
  } finally {
    delete globalThis.window;
  }
}

test('an expired access token is refreshed by the module that signed in', async () => {
  const saved = [];
  const { AuthProvider, tokens } = await signedIn(DEMO, { auth: { saveFunction: (token) => saved.push(token) } });
  await expireTokens();
  const { result, exchanges } = await watching(() => AuthProvider.getActiveSessionsByMarker('email'));
  assert.equal(result.length, 1);
  const sessions = 'GET /users-auth-providers/marker/email/users/sessions';
  assert.deepEqual(summary(exchanges), [`${sessions} -> 401`, `${REFRESH} -> 201`, `${sessions} -> 200`]);
  assert.deepEqual(saved, [tokens.refreshToken, AuthProvider.state.refreshToken]);
  assert.equal(exchanges[1].options.headers.Authorization, undefined);
});

test('outside of browsers another module is another device, and cannot refresh', async () => {
  // Defect 2 of the SDK: each module invents a fingerprint of its own.
  const { AuthProvider, Users, tokens } = await signedIn();
  await expireTokens();
  const { result, exchanges } = await watching(() => Users.getUser());
  await refused(result, ...UNAUTHORIZED);
  assert.deepEqual(summary(exchanges), ['GET /users/me -> 401', `${REFRESH} -> 400`]);
  assert.equal(JSON.parse(exchanges[1].text).message, 'Refresh token is not valid');
  // The refused try spent nothing: what users do is refresh with the module that signed in.
  assert.notEqual((await AuthProvider.refresh('email', tokens.refreshToken)).refreshToken, tokens.refreshToken);
  assert.equal((await Users.getUser()).id, 16);
});

test('in a browser any module refreshes', async () => {
  await inABrowser(async (kept) => {
    const { Orders, Users, AuthProvider } = await signedIn();
    assert.deepEqual([...kept.keys()], ['oneentry_device_id']);
    await expireTokens();
    const { exchanges } = await watching(() => Orders.createOrder('orders', order()));
    const create = 'POST /orders-storage/marker/orders/orders';
    assert.deepEqual(summary(exchanges), [`${create} -> 401`, `${REFRESH} -> 201`, `${create} -> 201`]);
    assert.equal((await stats()).orders, 89); // once, although it was sent twice
    assert.equal((await Users.getUser()).id, 16);
    const [device] = await AuthProvider.getActiveSessionsByMarker('email');
    assert.deepEqual(device.deviceInfo, {
      os: 'Linux_x86_64',
      browser: 'Mozilla/5.0_(X11;_Linux_x86_64)',
      location: 'de-DE',
    });
    // Another page of the same browser is the same device: its sign-in replaces the one before.
    const page = await signedIn();
    assert.equal((await page.AuthProvider.getActiveSessionsByMarker('email')).length, 1);
  });
});

test('three calls that meet a 401 together refresh three times, and one refresh wins', async () => {
  // Defect 1 of the SDK: no single flight. The token is good for one refresh, so two of the three calls fail.
  await inABrowser(async () => {
    const { Users } = await signedIn();
    await expireTokens();
    const { result, exchanges } = await watching(() => Promise.all([1, 2, 3].map(() => Users.getUser())));
    const refreshes = exchanges.filter((one) => one.path.endsWith('/refresh')).map((one) => one.status);
    assert.deepEqual(refreshes.sort(), [201, 400, 400]);
    const failed = result.filter((one) => 'statusCode' in one);
    assert.equal(failed.length, 2);
    for (const one of failed) {
      await refused(one, ...UNAUTHORIZED);
    }
    assert.equal((await Users.getUser()).id, 16); // the sign-in is alive
  });
});

test('the automatic refresh goes to the configured provider', async () => {
  // Defect 4 of the SDK: it goes to `email` unless told otherwise, wherever one signed in.
  const enter = async (config) => {
    const sdk = connect(config);
    await sdk.AuthProvider.generateCode('email_code', VISITOR, 'send_code');
    const code = await codeFor(VISITOR, 'send_code');
    const pair = await sdk.AuthProvider.auth('email_code', {
      authData: [{ marker: 'email_code', value: VISITOR }],
      code,
    });
    assert.equal(pair.userIdentifier, VISITOR);
    await expireTokens();
    return sdk.AuthProvider;
  };
  await inABrowser(async () => {
    const AuthProvider = await enter({});
    const { result, exchanges } = await watching(() => AuthProvider.getActiveSessionsByMarker('email_code'));
    await refused(result, ...UNAUTHORIZED);
    assert.equal(summary(exchanges)[1], `${REFRESH} -> 400`);
    const pair = await AuthProvider.refresh('email_code', AuthProvider.state.refreshToken);
    assert.equal(pair.authProviderIdentifier, 'email_code');
    await expireTokens();
    const told = connect({ auth: { providerMarker: 'email_code', refreshToken: pair.refreshToken } });
    assert.equal((await told.Users.getUser()).identifier, VISITOR); // resumes with nothing but the refresh token
  });
});

test('when the refresh token has expired as well, one has to sign in', async () => {
  const { AuthProvider, tokens } = await signedIn();
  await expireTokens(true);
  const { result, exchanges } = await watching(() => AuthProvider.getActiveSessionsByMarker('email'));
  await refused(result, ...UNAUTHORIZED);
  assert.equal(summary(exchanges)[1], `${REFRESH} -> 400`);
  await refused(AuthProvider.refresh('email', tokens.refreshToken), 400, 'Refresh token is not valid');
  assert.match((await AuthProvider.auth('email', { authData: login(DEMO.email, DEMO.password) })).accessToken, /\./);
});

test('with customAuth a 401 is only a 401', async () => {
  const { Users, AuthProvider, tokens } = await signedIn(DEMO, { auth: { customAuth: true } });
  await expireTokens();
  const { result, exchanges } = await watching(() => Users.getUser());
  await refused(result, ...UNAUTHORIZED);
  assert.deepEqual(summary(exchanges), ['GET /users/me -> 401']);
  await AuthProvider.refresh('email', tokens.refreshToken);
  assert.equal((await Users.getUser()).id, 16);
});

test('errors are thrown, and handed to callbacks, when asked for', async () => {
  const seen = [];
  const statuses = ['400', '401', '403', '404', '429', '500', '502', '503', '504'];
  const customErrors = Object.fromEntries(statuses.map((status) => [status, (error) => seen.push(error.statusCode)]));
  const { Forms } = connect({ errors: { isShell: false, customErrors } });
  for (const status of statuses) {
    await addFault({ operation: 'getForm', status: Number(status) });
    await assert.rejects(Forms.getFormByMarker('reg'), (error) => error.statusCode === Number(status));
  }
  assert.deepEqual(seen, statuses.map(Number));
  await assert.rejects(Forms.getFormByMarker('nope'), (error) => error.message === 'Form not found');
  assert.equal((await Forms.getFormByMarker('reg')).identifier, 'reg');
});

test('a cut connection: the work may be done all the same', async () => {
  // Defect 5 of the SDK: a failed connection is no failure but a value, `{}` or, in strict mode, a made-up 422.
  const { Orders, Payments, Users } = await signedIn();
  await addFault({ operation: 'createOrder', drop_answer: true });
  notFromAServer(await Orders.createOrder('orders', order()));
  assert.equal((await stats()).orders, 89);
  assert.equal((await Orders.getOrderByMarkerAndId('orders', 89)).totalSum, '340.00');

  await addFault({ operation: 'createPaymentSession', drop_request: true });
  notFromAServer(await Payments.createSession(89, 'session'));
  assert.deepEqual(await Payments.getSessionByOrderId(89), []);

  await addFault({ operation: 'getOrderStorage', drop_request: true });
  assert.deepEqual(await Orders.getOrdersStorageByMarker('orders'), {});
  await addFault({ operation: 'getUser', truncate_body: true });
  notFromAServer(await Users.getUser());
  await addFault({ operation: 'generateCode', drop_answer: true });
  const answer = await connect().AuthProvider.generateCode('email', DEMO.email, 'send_code');
  assert.ok(answer instanceof Error); // defect 29
  assert.match(await codeFor(DEMO.email, 'send_code'), /^[A-Z0-9]{6}$/); // it was sent
});

test('gateways: pages instead of JSON, nothing at all, late and slow answers', async () => {
  const { Orders, Forms } = connect();
  const read = () => Orders.getOrdersStorageByMarker('orders');
  await addFault({ operation: 'getOrderStorage', status: 502, body: 'html' });
  assert.deepEqual(await read(), {});
  assert.deepEqual([last().status, last().text.startsWith('<html>')], [502, true]);
  await addFault({ operation: 'getOrderStorage', status: 503, body: 'empty' });
  assert.deepEqual(await read(), {});
  assert.deepEqual([last().status, last().text], [503, '']);
  await addFault({ operation: 'getOrderStorage', times: 2, status: 500 });
  await refused(read(), 500, 'Internal Server Error');
  await refused(read(), 500, 'Internal Server Error');
  await addFault({ operation: 'getOrderStorage', latency_ms: 300 });
  const before = performance.now();
  assert.equal((await read()).identifier, 'orders');
  assert.ok(performance.now() - before >= 300);
  await addFault({ operation: null, slow_body: 300 });
  assert.equal((await Forms.getFormByMarker('reg')).identifier, 'reg');
});

test('a brief outage while refreshing destroys what the SDK has stored', async () => {
  // Defect 28: the failed answer's tokens, undefined, replace the live ones; the server still knows the old token.
  const saved = [];
  const { AuthProvider, tokens } = await signedIn(DEMO, { auth: { saveFunction: (token) => saved.push(token) } });
  await addFault({ operation: 'refresh', drop_request: true });
  await AuthProvider.refresh('email', tokens.refreshToken);
  assert.deepEqual(saved, [tokens.refreshToken, undefined]);
  assert.equal((await AuthProvider.refresh('email', tokens.refreshToken)).userIdentifier, DEMO.email);
});
