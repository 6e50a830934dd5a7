// The oldest SDKs, 1.0.124, 1.0.123 and 1.0.115: they do not say which device they are, which the tests do for them.
//
// SUITE_SDK names the package, such as oneentry-115. These SDKs have no schemas, and throw errors.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  asDevice,
  codeFor,
  connect,
  DEMO,
  expireTokens,
  last,
  login,
  order,
  REFRESH_TOKEN,
  settle,
  summary,
  VISITOR,
  watching,
  wire,
} from './harness.mjs';

const NAMES_EVENT = process.env.SUITE_SDK === 'oneentry-124'; // of the code to change a password with
const DEVICE = { fingerprint: 'UQ_oldest', deviceInfo: { os: 'Node.js', browser: 'Node.js', location: 'en-US' } };
const FOLDER = { type: 'page', entity: 'editor', id: 7 };
const name = (value) => ({ marker: 'name_reg', type: 'string', value });

beforeEach(() => asDevice(DEVICE));

async function thrown(promise, statusCode, message) {
  await assert.rejects(promise, (envelope) => {
    assert.deepEqual(Object.keys(envelope).sort(), ['message', 'pageData', 'statusCode', 'timestamp']);
    assert.deepEqual([envelope.statusCode, envelope.message], [statusCode, message]);
    return true;
  });
}

async function signedIn({ email, password } = DEMO) {
  const sdk = connect();
  const tokens = await sdk.AuthProvider.auth('email', { authData: login(email, password) });
  assert.equal(tokens.userIdentifier, email);
  return { ...sdk, tokens };
}

async function newUser(email = 'someone.new@example.com') {
  const password = 'a-new-secret';
  const user = await connect().AuthProvider.signUp('email', {
    formIdentifier: 'reg',
    authData: login(email, password),
    formData: [name('Some One')],
    notificationData: { email, phonePush: [] },
  });
  assert.equal(user.identifier, email);
  return { ...(await signedIn({ email, password })), email, password };
}

test('auth: as they are, they cannot sign in', async () => {
  asDevice(null);
  const { AuthProvider } = connect();
  const missing = 'Missing x-device-metadata header';
  await thrown(AuthProvider.auth('email', { authData: login(DEMO.email, DEMO.password) }), 400, missing);
  await thrown(AuthProvider.refresh('email', 'none'), 400, missing);
});

test('auth: providers, sign-up, sign-in, refresh, sign-out', async () => {
  const { AuthProvider, Users } = connect();
  const providers = await AuthProvider.getAuthProviders();
  assert.deepEqual(
    providers.map((one) => one.identifier),
    ['email', 'email_code', 'google', 'phone'],
  );
  assert.deepEqual(await AuthProvider.getMarker('email'), providers[0]);
  await thrown(AuthProvider.getMarker('nope'), 404, 'Auth provider not found');

  const { email, password } = await newUser();
  await thrown(AuthProvider.auth('email', { authData: login(email, 'wrong') }), 401, 'Unauthorized');
  const pair = await AuthProvider.auth('email', { authData: login(email, password) });
  assert.match(pair.refreshToken, REFRESH_TOKEN);
  const next = await AuthProvider.refresh('email', pair.refreshToken);
  assert.notEqual(next.refreshToken, pair.refreshToken);
  assert.equal((await Users.getUser()).identifier, email);
  AuthProvider.setAccessToken(next.accessToken).setRefreshToken(next.refreshToken);
  await AuthProvider.logout('email', next.refreshToken);
  AuthProvider.setAccessToken(next.accessToken);
  await thrown(Users.getUser(), 401, 'Unauthorized');
});

test('auth: an expired access token is refreshed by any module', async () => {
  const { Users } = await signedIn();
  await expireTokens();
  const { result, exchanges } = await watching(() => Users.getUser());
  assert.equal(result.id, 16);
  assert.deepEqual(summary(exchanges), [
    'GET /users/me -> 401',
    'POST /users-auth-providers/marker/email/users/refresh -> 201',
    'GET /users/me -> 200',
  ]);
});

test('auth: codes, activation, passwords', async () => {
  const { AuthProvider } = connect();
  await AuthProvider.generateCode('email_code', VISITOR, 'send_code');
  const code = await codeFor(VISITOR, 'send_code');
  await thrown(AuthProvider.generateCode('email_code', VISITOR, 'send_code'), 429, 'Too Many Requests');
  assert.equal(await AuthProvider.checkCode('email_code', VISITOR, 'send_code', 'wrong!'), false);
  assert.equal(await AuthProvider.checkCode('email_code', VISITOR, 'send_code', code), true);
  assert.equal(await AuthProvider.activateUser('email_code', VISITOR, code), true);

  const { email } = await newUser();
  await AuthProvider.generateCode('email', email, 'password_reset');
  const reset = await codeFor(email, 'password_reset');
  const change = (...more) => AuthProvider.changePassword('email', email, ...more, reset, 'next-secret', 'next-secret');
  if (NAMES_EVENT) {
    assert.equal(await change('password_reset', 2), true);
    assert.equal((await signedIn({ email, password: 'next-secret' })).tokens.userIdentifier, email);
  } else {
    await thrown(change(2), 400, ['eventIdentifier should not be empty']);
  }
});

test('users: read and change; deleteUser archives', async () => {
  const { Users, email } = await newUser();
  assert.equal((await Users.getUser()).identifier, email);
  assert.equal(await Users.updateUser({ formIdentifier: 'reg', formData: [name('Other')] }), true);
  assert.deepEqual((await Users.getUser()).formData, [name('Other')]);
  assert.equal(await Users.deleteUser(), true);
  assert.deepEqual([last().method, last().path], ['DELETE', '/users/me']);
  await thrown(Users.getUser(), 401, 'Unauthorized');
});

test('orders and payments: the published checkout, and what follows', async () => {
  const { Orders, Payments } = await signedIn();
  const storages = await Orders.getAllOrdersStorage();
  assert.deepEqual(await Orders.getOrderByMarker('orders'), storages[0]);
  const created = await Orders.createOrder('orders', order());
  assert.deepEqual(
    [created.id, created.totalSum, created.createdDate],
    [89, 340, '2025-04-30T20:15:29.254Z'],
  );
  const updated = await Orders.updateOrderByMarkerAndId('orders', 89, order({ 14: 2 }));
  assert.equal(updated.totalSum, 680);
  const read = await Orders.getOrderByMarkerAndId('orders', 89);
  assert.deepEqual([read.totalSum, read.isCompleted], ['680.00', null]);
  assert.deepEqual((await Orders.getAllOrdersByMarker('orders', 'en_US', 0, 1)).items, [read]);
  await thrown(Orders.getOrderByMarkerAndId('orders', 12345), 404, 'Order not found');

  const accounts = await Payments.getAccounts();
  assert.deepEqual(
    accounts.map((one) => one.identifier),
    ['cash', 'stripe', 'paypal'],
  );
  assert.equal((await Payments.getAccountById(2)).identifier, 'stripe');
  const session = await Payments.createSession(89, 'session');
  assert.deepEqual([session.id, session.status, session.paymentUrl], [46, 'waiting', null]);
  assert.deepEqual(await Payments.getSessionById(46), session);
  assert.deepEqual(await Payments.getSessionByOrderId(89), session);
  assert.deepEqual((await Payments.getSessions()).items[0], session);
  await settle(46, 'completed');
  assert.equal((await Orders.getOrderByMarkerAndId('orders', 89)).isCompleted, true);
});

test('forms', async () => {
  const { Forms } = connect();
  const { items } = await Forms.getAllForms();
  assert.deepEqual(await Forms.getFormByMarker('reg'), items[0]);
  await thrown(Forms.getFormByMarker('nope'), 404, 'Form not found');
});

test('products: a list is asked for with a bare array', async () => {
  const { Products } = connect();
  const { items, total } = await Products.getProducts();
  assert.deepEqual([last().options.body, items.length, total], ['[]', 24, 24]);
  assert.deepEqual(await Products.getProductById(14), items[13]);
  assert.deepEqual(await Products.getProductsByIds('14,1'), [items[13], items[0]]);
  assert.ok((await Products.searchProduct('espresso')).length > 0);
  await thrown(Products.getProductById(9171), 404, 'Product not found');
});

test('products: by page, with prices, relations and blocks', async () => {
  const { Products } = connect();
  const coffee = await Products.getProductsByPageUrl('coffee');
  assert.deepEqual([last().options.body, coffee.total], ['[]', 5]);
  const [{ productPages }] = coffee.items;
  assert.deepEqual(await Products.getProductsByPageId(productPages[0].pageId), coffee);
  assert.equal((await Products.getProductsPriceByPageUrl('coffee')).total, 5);
  assert.equal((await Products.getRelatedProductsById(14)).total, 2);
  assert.equal((await Products.getProductBlockById(14))[0].identifier, 'product_block');
  // They ask by GET, where servers want POST since.
  await thrown(Products.getProductsEmptyPage(), 404, 'Cannot GET /api/content/products/empty-page');
});

test('form data: what they send lacks what servers ask for since', async () => {
  const { FormData } = await signedIn();
  const street = { marker: 'street', type: 'string', value: 'Quay 1' };
  const missing = [
    'formModuleConfigId must be a number conforming to the specified constraints',
    'moduleEntityIdentifier should not be empty',
  ];
  await thrown(FormData.postFormsData({ formIdentifier: 'addresses', formData: [street] }), 400, missing);
  await thrown(FormData.getFormsDataByMarker('addresses'), 404, 'Cannot GET /api/content/form-data/marker/addresses');
});

test('files: uploaded and deleted', async () => {
  const { FileUploading } = await signedIn();
  const hello = new File(['Hello'], 'hello.txt', { type: 'text/plain' });
  if (process.env.SUITE_SDK === 'oneentry-115') {
    // In Node it sends what JSON makes of a form: an empty object.
    await thrown(FileUploading.upload(hello, FOLDER), 400, 'Request body is not multipart/form-data');
  } else {
    const [record] = await FileUploading.upload(hello, FOLDER);
    assert.deepEqual([record.filename, record.size], ['files/project/page/editor/7/hello.txt', 5]);
    assert.equal(await (await fetch(record.downloadLink)).text(), 'Hello');
    // Older than 1.0.124, they delete and then stumble over the answer.
    await FileUploading.delete('hello.txt', FOLDER).catch((error) => assert.match(error.message, /json is not a func/));
    assert.equal(last().status, 200);
  }
  await thrown(FileUploading.delete('hello.txt', FOLDER), 404, 'File not found');
});

test('users: push tokens', async () => {
  const { Users } = await signedIn();
  assert.equal(await Users.addFCMToken('abc'), true);
  assert.equal(await Users.deleteFCMToken('abc'), true);
});

test('the wire is the same as for the newest', async () => {
  const { Users } = await signedIn();
  await Users.getUser();
  assert.deepEqual(Object.keys(wire().formData), ['en_US']);
});
