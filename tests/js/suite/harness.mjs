// What the files of this folder share: SDK clients of a sandbox, its control room, the wire, and how refusals look.
//
// Every test starts from the scenario's beginning, so that ids and dates are known: the next order is 89, the next
// payment session 46. Each file is a program of its own:
//
//   ONEENTRY_URL=... ONEENTRY_APP_TOKEN=... node suite/orders.mjs
//
// With SUITE_CALLS=FILE it writes there which methods of the SDK it called, and which there are.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { beforeEach } from 'node:test';

const { ONEENTRY_URL, ONEENTRY_APP_TOKEN, SUITE_CALLS, SUITE_SDK = 'oneentry' } = process.env;
if (!ONEENTRY_URL || !ONEENTRY_APP_TOKEN) {
  throw new Error('Set ONEENTRY_URL and ONEENTRY_APP_TOKEN to the sandbox to judge.');
}
const { defineOneEntry } = await import(SUITE_SDK);

export const DEMO = { email: 'your-user@email.com', password: '123456' };
export const VISITOR = 'visitor@your-instance.example'; // signs in by code
export const NEWCOMER = 'newcomer@your-instance.example'; // not active yet
export const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
export const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
export const REFRESH_TOKEN = /^\d{13}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

beforeEach(async () => {
  await room('POST', 'reset', {});
});

// --- The wire: what really went over it, since the SDK rewrites and swallows ---

const send = globalThis.fetch;
const exchanges = [];
let device = null;

/** From now on, POSTs that do not say which device they are from say that it is this one. */
export function asDevice(metadata) {
  device = metadata;
}

globalThis.fetch = async (url, options = {}) => {
  if (device !== null && options.method === 'POST' && !('x-device-metadata' in options.headers)) {
    options = { ...options, headers: { ...options.headers, 'x-device-metadata': JSON.stringify(device) } };
  }
  const { pathname, search } = new URL(url);
  const exchange = { method: options.method ?? 'GET', path: pathname.replace('/api/content', ''), search, options };
  exchanges.push(exchange);
  const answer = await send(url, options);
  exchange.status = answer.status;
  exchange.text = await answer.clone().text();
  return answer;
};

/** What an action's requests were: its result, and the exchanges in the order in which they were sent. */
export async function watching(action) {
  const before = exchanges.length;
  const result = await action();
  return { result, exchanges: exchanges.slice(before) };
}

/** The last exchange. */
export function last() {
  return exchanges.at(-1);
}

/** The JSON of the last answer, as it was on the wire. */
export function wire() {
  return JSON.parse(last().text);
}

/** `METHOD path -> status` of each exchange. */
export function summary(seen) {
  return seen.map((one) => `${one.method} ${one.path} -> ${one.status}`);
}

/** A localised member as the wire has it; SUITE_LOCALIZATION=flat says that the sandbox was started so. */
export function localized(value) {
  return process.env.SUITE_LOCALIZATION === 'flat' ? value : { en_US: value };
}

// --- The control room ---

async function room(method, path, body) {
  const answer = await send(`${ONEENTRY_URL}/_sandbox/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, `${method} /_sandbox/${path}: ${text}`);
  return JSON.parse(text);
}

/** The newest code that was sent to somebody; waits a little, since a code travels apart from the answer. */
export async function codeFor(recipient, event) {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const sent = (await room('GET', 'outbox')).filter((one) => one.to === recipient);
    if (sent.length > 0) {
      const newest = sent.at(-1);
      assert.deepEqual(Object.keys(newest).sort(), ['channel', 'code', 'event', 'to']);
      assert.equal(newest.channel, 'email');
      assert.equal(newest.event, event);
      return newest.code;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail(`no code was sent to ${recipient}`);
}

/** How many codes were sent to somebody. */
export async function codesSentTo(recipient) {
  return (await room('GET', 'outbox')).filter((one) => one.to === recipient).length;
}

export const settle = (session, outcome) => room('POST', `sessions/${session}/outcome`, { outcome });
export const expireTokens = (all = false) => room('POST', 'tokens/expire', all ? { all } : {});
export const addFault = (fault) => room('POST', 'faults', fault);
export const stats = () => room('GET', 'stats');

// --- Clients ---

const MODULES = ['AuthProvider', 'Discounts', 'FileUploading', 'FormData', 'Forms', 'Orders', 'Payments', 'Products', 'Users'];
const called = {};
const existing = {};

if (SUITE_CALLS) {
  process.on('exit', () => writeFileSync(SUITE_CALLS, JSON.stringify({ called, existing })));
}

/** The SDK, as its makers recommend it for finding misfits; every answer is held against its own schemas. */
export function connect(config = {}) {
  const api = defineOneEntry(ONEENTRY_URL, {
    token: ONEENTRY_APP_TOKEN,
    // The SDK logs a misfit with the whole answer, tokens included; the error it returns says enough.
    validation: { enabled: true, strictMode: true, logErrors: false },
    ...config,
  });
  const present = MODULES.filter((name) => name in api);
  return Object.fromEntries(present.map((name) => [name, recorded(name, api[name])]));
}

function recorded(name, api) {
  existing[name] ??= Object.getOwnPropertyNames(Object.getPrototypeOf(api)).filter(
    (method) => method !== 'constructor',
  );
  called[name] ??= {};
  return new Proxy(api, {
    get(target, member) {
      if (!existing[name].includes(member)) {
        return target[member];
      }
      return (...args) => {
        called[name][member] = (called[name][member] ?? 0) + 1;
        return target[member](...args);
      };
    },
  });
}

export const login = (email, password) => [
  { marker: 'email_reg', value: email },
  { marker: 'password_reg', value: password },
];

/** A client that is signed in, as the demo user if nobody else is named; `tokens` is what sign-in answered. */
export async function signedIn({ email, password } = DEMO, config = {}) {
  const sdk = connect(config);
  const tokens = await sdk.AuthProvider.auth('email', { authData: login(email, password) });
  assert.equal(tokens.userIdentifier, email, JSON.stringify(tokens));
  return { ...sdk, tokens };
}

/** A client that is signed in as somebody who has just registered. */
export async function newUser(email = 'someone.new@example.com') {
  const password = 'a-new-secret';
  const body = {
    formIdentifier: 'reg',
    authData: login(email, password),
    formData: [{ marker: 'name_reg', type: 'string', value: 'Some One' }],
    notificationData: { email, phonePush: [] },
  };
  const user = await connect().AuthProvider.signUp('email', body);
  assert.equal(user.identifier, email, JSON.stringify(user));
  return { ...(await signedIn({ email, password })), email, password, id: user.id };
}

/** An order's body, new each time: defect 7 of the SDK, it nests `formData` in the body that it is given. */
export const order = (products = { 14: 1 }, more = {}) => ({
  formIdentifier: 'order',
  paymentAccountIdentifier: 'cash',
  formData: [{ marker: 'name', type: 'string', value: 'Christina Thomas' }],
  products: Object.entries(products).map(([id, quantity]) => ({ productId: Number(id), quantity })),
  ...more,
});

/** An order of `products` that has been paid through a payment page. */
export async function paidOrder(sdk, products, more = {}) {
  const made = await sdk.Orders.createOrder('orders', order(products, { paymentAccountIdentifier: 'stripe', ...more }));
  const session = await sdk.Payments.createSession(made.id, 'session');
  assert.equal((await settle(session.id, 'completed')).status, 'completed');
  return { ...made, session: session.id };
}

// --- Refusals ---

/** The answer must be the error envelope, complete and with nothing else in it. */
export async function refused(answer, statusCode, message) {
  const { timestamp, ...envelope } = await answer;
  assert.deepEqual(envelope, { statusCode, message, pageData: null });
  assert.match(timestamp, ISO);
}
