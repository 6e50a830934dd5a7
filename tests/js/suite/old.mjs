// Older SDKs, 1.0.137, 1.0.130 and 1.0.127: other names, other bodies, one device for all modules, errors thrown.
//
// SUITE_SDK names the package, such as oneentry-137. Validation is off: 1.0.127 and 1.0.130 have none, and 1.0.137 has
// schemas that no published answer fits (see strictValidation) and drops what they do not know, such as the status of a
// created order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  codeFor,
  connect as connectStrictly,
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

const FORGETS_DEVICE = process.env.SUITE_SDK === 'oneentry-127'; // in the refresh that it makes by itself
const HAS_SCHEMAS = process.env.SUITE_SDK === 'oneentry-137';
const connect = (config = {}) => connectStrictly({ validation: { enabled: false }, ...config });
const FOLDER = { type: 'page', entity: 'editor', id: 7 };
const name = (value) => ({ marker: 'name_reg', type: 'string', value });

/** These SDKs throw the envelope, unless told not to. */
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

test('auth: providers, sign-up, sign-in, refresh, sign-out', async () => {
  const { AuthProvider, Users } = connect();
  const providers = await AuthProvider.getAuthProviders();
  assert.deepEqual(
    providers.map((one) => one.identifier),
    ['email', 'email_code', 'google', 'phone'],
  );
  assert.deepEqual(await AuthProvider.getAuthProviderByMarker('email'), providers[0]);
  await thrown(AuthProvider.getAuthProviderByMarker('nope'), 404, 'Auth provider not found');

  const { email, password } = await newUser();
  await thrown(
    AuthProvider.signUp('email', { formIdentifier: 'reg', authData: login(email, password), formData: [name('N')] }),
    400,
    'User already exists',
  );
  await thrown(AuthProvider.auth('email', { authData: login(email, 'wrong') }), 401, 'Unauthorized');
  const pair = await AuthProvider.auth('email', { authData: login(email, password) });
  assert.match(pair.refreshToken, REFRESH_TOKEN);
  const next = await AuthProvider.refresh('email', pair.refreshToken);
  assert.notEqual(next.refreshToken, pair.refreshToken);
  assert.equal((await Users.getUser()).identifier, email);
  await thrown(AuthProvider.refresh('email', pair.refreshToken), 400, 'Refresh token is not valid');
  AuthProvider.setAccessToken(next.accessToken).setRefreshToken(next.refreshToken);
  assert.equal(await AuthProvider.logout('email', next.refreshToken), true);
  AuthProvider.setAccessToken(next.accessToken);
  await thrown(Users.getUser(), 401, 'Unauthorized');
});

test('auth: all clients of one machine are one device', async () => {
  const first = await signedIn();
  const devices = await first.AuthProvider.getActiveSessionsByMarker('email');
  assert.deepEqual(devices, [{ deviceInfo: { os: 'Win32', browser: 'Node.js/22', location: 'en-US' } }]);
  const second = await signedIn(); // replaces the first
  await thrown(first.Users.getUser(), 401, 'Unauthorized');
  assert.equal((await second.AuthProvider.getActiveSessionsByMarker('email')).length, 1);
  assert.equal(await second.AuthProvider.logoutAll('email'), true);
  await thrown(second.Users.getUser(), 401, 'Unauthorized');
});

test('auth: an expired access token is refreshed by any module', async () => {
  const { AuthProvider, Users, tokens } = await signedIn();
  await expireTokens();
  if (FORGETS_DEVICE) {
    const { exchanges } = await watching(() => thrown(Users.getUser(), 401, 'Unauthorized'));
    assert.deepEqual(summary(exchanges), [
      'GET /users/me -> 401',
      'POST /users-auth-providers/marker/email/users/refresh -> 400',
    ]);
    assert.equal(wire().message, 'Missing x-device-metadata header');
    AuthProvider.setRefreshToken((await AuthProvider.refresh('email', tokens.refreshToken)).refreshToken);
    assert.equal((await Users.getUser()).id, 16); // a refresh that is asked for says which device it is
    return;
  }
  const { result, exchanges } = await watching(() => Users.getUser());
  assert.equal(result.id, 16);
  assert.deepEqual(summary(exchanges), [
    'GET /users/me -> 401',
    'POST /users-auth-providers/marker/email/users/refresh -> 201',
    'GET /users/me -> 200',
  ]);
  assert.notEqual(AuthProvider.state.refreshToken, tokens.refreshToken);
});

test('auth: codes, activation, passwords', async () => {
  const { AuthProvider } = connect();
  assert.deepEqual(await AuthProvider.generateCode('email_code', VISITOR, 'send_code'), {});
  const code = await codeFor(VISITOR, 'send_code');
  await thrown(AuthProvider.generateCode('email_code', VISITOR, 'send_code'), 429, 'Too Many Requests');
  await thrown(
    AuthProvider.generateCode('email_code', VISITOR, 'nope'),
    404,
    'Event "nope" with formType "send_code" not found',
  );
  assert.equal(await AuthProvider.checkCode('email_code', VISITOR, 'send_code', 'wrong!'), false);
  assert.equal(await AuthProvider.checkCode('email_code', VISITOR, 'send_code', code), true);
  assert.equal(await AuthProvider.activateUser('email_code', VISITOR, code), true);
  await thrown(AuthProvider.activateUser('email_code', VISITOR, code), 400, 'Code is incorrect');

  const { email } = await newUser();
  await AuthProvider.generateCode('email', email, 'password_reset');
  const reset = await codeFor(email, 'password_reset');
  assert.equal(await AuthProvider.changePassword('email', email, 'password_reset', 2, reset, 'next-secret'), true);
  assert.equal((await signedIn({ email, password: 'next-secret' })).tokens.userIdentifier, email);
});

test('auth: oauth, which was called oauthSignUp up to 1.0.130', async () => {
  const { AuthProvider } = connect();
  const oauth = (code) =>
    AuthProvider['oauth' in AuthProvider ? 'oauth' : 'oauthSignUp']('google', {
      client_id: 'pretend-client',
      client_secret: 'pretend-secret',
      code,
      grant_type: 'authorization_code',
      redirect_uri: 'http://localhost:3000',
    });
  assert.equal((await oauth('pretend:zoe@example.com')).userIdentifier, 'zoe@example.com');
  assert.equal(last().path, '/users-auth-providers/marker/google/oauth');
  // They add form data that nobody gave; a server that knows them does not mind.
  assert.deepEqual(JSON.parse(last().options.body).formData, { en_US: [null] });
  await thrown(oauth('pretend:zoe@example.com'), 400, "We couldn't pass the oauth authentication with provided data");
});

test('users: read, change, archive, erase', async () => {
  const { Users, email } = await newUser();
  assert.equal((await Users.getUser()).identifier, email);
  assert.equal(await Users.updateUser({ formIdentifier: 'reg', formData: [name('Other')] }), true);
  assert.equal(await Users.updateUser({ formIdentifier: 'reg', state: { seen: 1 } }), true);
  const user = await Users.getUser();
  assert.deepEqual([user.formData, user.state], [[name('Other')], { seen: 1 }]);
  await thrown(Users.updateUser({ formIdentifier: 'reg', authData: [] }), 400, 'Login or password values are missed');
  assert.equal(await Users.archiveUser(), true);
  assert.deepEqual([last().method, last().path], ['DELETE', '/users/me']);
  await thrown(Users.getUser(), 401, 'Unauthorized');

  const other = await newUser('other@example.com');
  assert.equal(await other.Users.deleteUser(), true);
  assert.deepEqual([last().method, last().path], ['DELETE', '/users/me/account']);
  await thrown(other.Users.getUser(), 401, 'Unauthorized');
});

test('orders: a storage is read by getOrderByMarker', async () => {
  const { Orders } = await signedIn();
  const storages = await Orders.getAllOrdersStorage();
  assert.deepEqual(
    storages.map((one) => one.identifier),
    ['orders', 'subscriptions', 'tickets'],
  );
  assert.deepEqual(await Orders.getOrderByMarker('orders'), storages[0]);
  assert.equal(last().path, '/orders-storage/marker/orders');
  await thrown(Orders.getOrderByMarker('nope'), 404, 'Orders storage not found');
});

test('orders and payments: the published checkout, and what follows', async () => {
  const { Orders, Payments } = await signedIn();
  const created = await Orders.createOrder(
    'orders',
    order(
      {},
      {
        formData: { marker: 'name', type: 'string', value: 'Christina Thomas' },
        products: [{ productId: 14, quantity: 1 }],
      },
    ),
  );
  assert.deepEqual(created, {
    id: 89,
    formIdentifier: 'order',
    paymentAccountIdentifier: 'cash',
    formData: [{ marker: 'name', type: 'string', value: 'Christina Thomas' }],
    products: [{ productId: 14, quantity: 1 }],
    currency: 'USD',
    totalSum: 340,
    createdDate: '2025-04-30T20:15:29.254Z',
  });
  const updated = await Orders.updateOrderByMarkerAndId(
    'orders',
    89,
    order({ 14: 2 }, { statusIdentifier: 'inProgress' }),
  );
  assert.deepEqual([updated.totalSum, updated.statusIdentifier], [680, 'inProgress']);
  const read = await Orders.getOrderByMarkerAndId('orders', 89);
  assert.deepEqual([read.totalSum, read.statusIdentifier, read.isCompleted], ['680.00', 'inProgress', null]);
  const { items, total } = await Orders.getAllOrdersByMarker('orders', 'en_US', 0, 1);
  assert.deepEqual(items, [read]);
  assert.ok(total > 1);
  await thrown(Orders.createOrder('orders', order({ 9171: 1 })), 400, 'Product 9171 not found');
  await thrown(Orders.getOrderByMarkerAndId('orders', 12345), 404, 'Order not found');
  await thrown(connect().Orders.getAllOrdersByMarker('orders'), 401, 'Unauthorized');

  const accounts = await Payments.getAccounts();
  assert.deepEqual(
    accounts.map((one) => one.identifier),
    ['cash', 'stripe', 'paypal'],
  );
  assert.deepEqual(await Payments.getAccountById(2), accounts[1]);
  const session = await Payments.createSession(89, 'session');
  const expected = {
    id: 46,
    createdDate: '2025-04-30T20:15:30.506Z',
    updatedDate: '2025-04-30T20:15:30.506Z',
    type: 'session',
    status: 'waiting',
    paymentAccountId: 1,
    orderId: 89,
    paymentUrl: null,
  };
  assert.deepEqual(session, expected);
  assert.deepEqual(await Payments.getSessionById(46), expected);
  assert.deepEqual(await Payments.getSessionByOrderId(89), expected);
  const sessions = await Payments.getSessions();
  assert.deepEqual([last().path, sessions.items[0]], ['/payments/sessions/', expected]);
  await settle(46, 'completed');
  assert.equal((await Orders.getOrderByMarkerAndId('orders', 89)).isCompleted, true);
  await thrown(Payments.createSession(89, 'session'), 400, 'Order has already been paid');
  await thrown(Payments.getSessionById(12345), 404, 'Payment session not found');
});

test('forms: the list, which these SDKs declare as an array', async () => {
  const { Forms } = connect();
  const { items, total } = await Forms.getAllForms();
  assert.deepEqual([items.length, total, items[0].identifier], [9, 9, 'reg']);
  assert.deepEqual(await Forms.getFormByMarker('reg'), items[0]);
  await thrown(Forms.getFormByMarker('nope'), 404, 'Form not found');
});

test('products: a list is asked for with a bare array', async () => {
  const { Products } = connect();
  const { items, total } = await Products.getProducts();
  assert.deepEqual([last().options.body, last().search], ['[]', '?offset=0&limit=30&langCode=en_US']);
  assert.deepEqual([items.length, total], [24, 24]);
  const filter = { attributeMarker: 'price', conditionMarker: 'mth', conditionValue: 300 };
  assert.deepEqual((await Products.getProducts([filter])).items, [items[13]]);
  assert.equal(JSON.parse(last().options.body)[0].attributeMarker, 'price');
  await thrown(Products.getProducts([{ title: 7 }]), 400, ['0.title must be a string']);
  assert.deepEqual(await Products.getProductById(14), items[13]);
  assert.deepEqual(await Products.getProductsByIds('14,1'), [items[13], items[0]]);
  const hits = await Products.searchProduct('espresso');
  assert.deepEqual(
    hits.map((one) => one.id).sort((one, other) => one - other),
    [5, 12, 14],
  );
  await thrown(Products.getProductById(9171), 404, 'Product not found');
});

test('products: by page, with prices, relations, blocks and counts', async () => {
  const { Products } = connect();
  const coffee = await Products.getProductsByPageUrl('coffee');
  assert.deepEqual([last().options.body, coffee.total], ['[]', 5]);
  const [{ productPages }] = coffee.items;
  assert.deepEqual(await Products.getProductsByPageId(productPages[0].pageId), coffee);
  assert.equal((await Products.getProductsPriceByPageUrl('coffee')).total, 5);
  assert.equal((await Products.getRelatedProductsById(14)).total, 2);
  assert.equal((await Products.getProductBlockById(14))[0].identifier, 'product_block');
  assert.equal((await Products.getProductsCount()).totalAll, 24);
  const counts = await Products.getProductsCountByPageUrl('coffee');
  assert.equal(counts.totalInCategory, 5);
  assert.deepEqual(await Products.getProductsCountByPageId(productPages[0].pageId), counts);
  // They ask by GET, where servers want POST since.
  await thrown(Products.getProductsEmptyPage(), 404, 'Cannot GET /api/content/products/empty-page');
});

test('form data: sent and listed', async () => {
  const { FormData } = await signedIn();
  const street = { marker: 'street', type: 'string', value: 'Quay 1' };
  const city = { marker: 'city', type: 'string', value: 'Hamburg' };
  const sent = await FormData.postFormsData({
    formIdentifier: 'addresses',
    formModuleConfigId: 3,
    moduleEntityIdentifier: 'account',
    replayTo: null,
    status: 'sent',
    formData: [street, city],
  });
  assert.deepEqual(sent.formData.formData, [street, city]);
  const { items, total } = await FormData.getFormsDataByMarker('addresses', 3);
  assert.deepEqual([total, items[0].id], [1, sent.formData.id]);
  const { id } = sent.formData;
  if ('updateFormsDataByid' in FormData) {
    const changed = await FormData.updateFormsDataByid(id, { formData: [{ ...street, value: 'Quay 2' }, city] });
    assert.equal(changed.formData[0].value, 'Quay 2');
    assert.equal(await FormData.updateFormsDataStatusByid(id, { status: 'approved' }), true);
    assert.equal(await FormData.deleteFormsDataByid(id), true);
  }
});

test('files: uploaded and deleted', async () => {
  const { FileUploading } = await signedIn();
  const [record] = await FileUploading.upload(new File(['Hello'], 'hello.txt', { type: 'text/plain' }), FOLDER);
  assert.deepEqual([record.filename, record.size], ['files/project/page/editor/7/hello.txt', 5]);
  assert.equal(await (await fetch(record.downloadLink)).text(), 'Hello');
  if ('createFileFromUrl' in FileUploading) {
    assert.equal((await FileUploading.createFileFromUrl(record.downloadLink, 'copy.txt')).size, 5);
  }
  assert.equal(await FileUploading.delete('hello.txt', FOLDER), true);
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
  assert.equal(last().options.headers['x-device-metadata'], undefined); // only sent with POST
});

async function strictValidation() {
  const sdk = connectStrictly();
  const { AuthProvider, Forms, Orders, Payments, Products, Users } = sdk;
  await AuthProvider.auth('email', { authData: login(DEMO.email, DEMO.password) });
  assert.equal((await Orders.createOrder('orders', order())).id, 89);
  assert.equal((await Orders.getOrderByMarkerAndId('orders', 89)).totalSum, '340.00');
  assert.equal((await Orders.getAllOrdersByMarker('orders')).items[0].id, 89);
  assert.equal((await Orders.updateOrderByMarkerAndId('orders', 89, order({ 14: 2 }))).totalSum, 680);
  assert.equal((await Users.getUser()).id, 16);
  assert.equal((await Forms.getFormByMarker('order')).id, 6);
  assert.equal((await Products.getProducts()).total, 24);
  assert.equal((await Products.getProductById(14)).price, 340);
  assert.equal((await Payments.getAccounts()).length, 3);

  const misfit = async (answer) => assert.equal((await answer).statusCode, 422);
  await misfit(Payments.createSession(89, 'session')); // wants an id of text, a currency and `createdAt`
  assert.deepEqual([last().status, wire().id], [201, 46]); // while the answer is the published one
  assert.equal((await Payments.getSessionByOrderId(89)).id, 46);
  await misfit(Forms.getAllForms()); // wants an array, where servers of today answer `{items, total}`
  await misfit(AuthProvider.getAuthProviders()); // wants each provider to have a form, which OAuth needs none of
}

if (HAS_SCHEMAS) {
  test('strict validation of 1.0.137: what fits, and what nothing can fit', strictValidation);
}
