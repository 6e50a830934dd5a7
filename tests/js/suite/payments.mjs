// Payments and the refunds of Orders: accounts, sessions and their life, money asked back.
//
// SUITE_SESSIONS=array says that the sandbox was started to answer all sessions of an order, as newer servers do.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import {
  connect,
  ISO,
  last,
  localized,
  newUser,
  order,
  paidOrder,
  refused,
  settle,
  signedIn,
  summary,
  watching,
  wire,
} from './harness.mjs';

const UNAUTHORIZED = [401, 'Unauthorized'];
const NO_SESSION = [404, 'Payment session not found'];
const NO_ORDER = [404, 'Order not found'];
const UNPAID = [404, 'You cannot refund uncompleted order'];
const IN_ARRAY = process.env.SUITE_SESSIONS === 'array';

/** What `getSessionByOrderId` answers for an order with these sessions. */
const asAnswered = (...sessions) => (IN_ARRAY ? sessions : sessions.at(-1));
const paying = (account) => order({ 14: 1 }, { paymentAccountIdentifier: account });

test('accounts: a bare list, and one by its id', async () => {
  const { Payments } = await signedIn();
  const accounts = await Payments.getAccounts();
  assert.deepEqual(
    accounts.map(({ id, identifier, type }) => [id, identifier, type]),
    [
      [1, 'cash', 'custom'],
      [2, 'stripe', 'stripe'],
      [3, 'paypal', 'custom'],
    ],
  );
  assert.deepEqual(accounts[0], {
    id: 1,
    identifier: 'cash',
    isVisible: true,
    isUsed: true,
    testMode: true,
    type: 'custom',
    settings: { status: 'connected' },
    testSettings: { status: 'connected' },
    localizeInfos: { title: 'Cash' },
    updatedDate: '2025-02-25T08:55:43.957Z',
  });
  assert.deepEqual(wire()[0].localizeInfos, localized({ title: 'Cash' }));
  for (const account of accounts) {
    assert.deepEqual(await Payments.getAccountById(account.id), account);
  }
  await refused(Payments.getAccountById(99), 404, 'Payment account not found');
  await refused(Payments.getAccountById('cash'), 400, 'Validation failed (numeric string is expected)');
  await refused(connect().Payments.getAccounts(), ...UNAUTHORIZED);
  await refused(connect().Payments.getAccountById(1), ...UNAUTHORIZED);
});

test('cash: a session that waits, without a link', async () => {
  const { Orders, Payments } = await signedIn();
  await Orders.createOrder('orders', paying('cash'));
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
  assert.deepEqual(await Payments.createSession(89, 'session'), expected);
  assert.equal(last().status, 201);
  assert.equal(last().options.body, '{"orderId":89,"type":"session","automaticTaxEnabled":false}');
  assert.deepEqual(await Payments.getSessionById(46), expected);
  assert.deepEqual(await Payments.getSessionByOrderId(89), asAnswered(expected));
  const intent = await Payments.createSession(89, 'intent', true);
  assert.deepEqual([intent.id, intent.type, intent.paymentUrl, intent.clientSecret], [47, 'intent', null, undefined]);
});

test('stripe: a link at once, or a client secret for an intent', async () => {
  const { Orders, Payments } = await signedIn();
  await Orders.createOrder('orders', paying('stripe'));
  const session = await Payments.createSession(89, 'session');
  const { paymentUrl, ...rest } = session;
  assert.deepEqual(rest, {
    id: 46,
    createdDate: '2025-04-30T20:15:30.506Z',
    updatedDate: '2025-04-30T20:15:30.506Z',
    type: 'session',
    status: 'waiting',
    paymentAccountId: 2,
    orderId: 89,
    amount: 340,
  });
  assert.ok(paymentUrl.startsWith(`${process.env.ONEENTRY_URL}/pay/`), paymentUrl);
  assert.equal((await fetch(paymentUrl)).status, 200);
  assert.equal((await Orders.getOrderByMarkerAndId('orders', 89)).paymentUrl, paymentUrl);

  const intent = await Payments.createSession(89, 'intent');
  assert.deepEqual([intent.id, intent.type, intent.paymentUrl, intent.amount], [47, 'intent', null, 340]);
  assert.match(intent.clientSecret, /^pi_\w+_secret_\w+$/);
  // Every call makes a session of its own.
  assert.deepEqual(await Payments.getSessionByOrderId(89), asAnswered(session, intent));
});

test('paypal: the link appears later', async () => {
  const { Orders, Payments } = await signedIn();
  await Orders.createOrder('orders', paying('paypal'));
  const session = await Payments.createSession(89, 'session');
  assert.deepEqual([session.paymentAccountId, session.status, session.paymentUrl], [3, 'waiting', null]);
  let found = session;
  for (let attempt = 0; attempt < 50 && found.paymentUrl === null; attempt += 1) {
    await sleep(100);
    found = [await Payments.getSessionByOrderId(89)].flat()[0];
  }
  assert.ok(found.paymentUrl.startsWith(`${process.env.ONEENTRY_URL}/pay/`), found.paymentUrl);
  assert.deepEqual({ ...found, paymentUrl: null, updatedDate: session.updatedDate }, session);
  assert.equal((await Orders.getOrderByMarkerAndId('orders', 89)).paymentUrl, found.paymentUrl);
});

test('outcomes: what becomes of a session and its order', async () => {
  const { Orders, Payments } = await signedIn();
  for (const [outcome, isCompleted] of [
    ['completed', true],
    ['canceled', false],
    ['expired', false],
  ]) {
    const { id } = await Orders.createOrder('orders', paying('stripe'));
    assert.equal((await Orders.getOrderByMarkerAndId('orders', id)).isCompleted, null);
    const session = await Payments.createSession(id, 'session');
    await settle(session.id, outcome);
    const after = await Payments.getSessionById(session.id);
    assert.deepEqual({ ...after, updatedDate: session.updatedDate }, { ...session, status: outcome });
    assert.match(after.updatedDate, ISO);
    const read = await Orders.getOrderByMarkerAndId('orders', id);
    assert.deepEqual([read.isCompleted, read.paymentUrl], [isCompleted, null]);
    assert.equal([await Payments.getSessionByOrderId(id)].flat()[0].status, outcome);
  }
});

test('a paid order is not paid twice, an unpaid one can be tried again', async () => {
  const { Orders, Payments } = await signedIn();
  await Orders.createOrder('orders', paying('stripe'));
  const first = await Payments.createSession(89, 'session');
  await settle(first.id, 'canceled');
  const second = await Payments.createSession(89, 'session');
  const third = await Payments.createSession(89, 'session');
  await settle(second.id, 'completed');
  await refused(Payments.createSession(89, 'session'), 400, 'Order has already been paid');
  const statuses = [];
  for (const { id } of [first, second, third]) {
    statuses.push((await Payments.getSessionById(id)).status);
  }
  assert.deepEqual(statuses, ['canceled', 'completed', 'canceled']); // the one still open went with the payment
});

test('updating an order cancels its open session', async () => {
  const { Orders, Payments } = await signedIn();
  await Orders.createOrder('orders', paying('stripe'));
  const { id } = await Payments.createSession(89, 'session');
  await Orders.updateOrderByMarkerAndId('orders', 89, paying('stripe'));
  assert.equal((await Payments.getSessionById(id)).status, 'canceled');
  assert.equal((await Orders.getOrderByMarkerAndId('orders', 89)).paymentUrl, null);
});

test('sessions are listed in pages, and only the own ones', async () => {
  const { Orders, Payments } = await signedIn();
  await Orders.createOrder('orders', order());
  const made = await Payments.createSession(89, 'session');
  const { items, total } = await Payments.getSessions(0, 100);
  // The SDK calls it with a stray slash.
  assert.deepEqual([last().path, last().search], ['/payments/sessions/', '?offset=0&limit=100']);
  assert.equal(items.length, total);
  assert.deepEqual(items[0], made);
  const ids = items.map((one) => one.id);
  assert.deepEqual(
    ids,
    [...ids].sort((one, other) => other - one),
  );
  assert.deepEqual(await Payments.getSessions(1, 2), { items: items.slice(1, 3), total });
  assert.deepEqual(await Payments.getSessions(total), { items: [], total });
  await refused(Payments.getSessions(0, -1), 400, ['limit must not be less than 0']);
  await refused(connect().Payments.getSessions(), ...UNAUTHORIZED);

  const stranger = await newUser();
  assert.deepEqual(await stranger.Payments.getSessions(), { items: [], total: 0 });
  await refused(stranger.Payments.getSessionById(made.id), ...NO_SESSION);
  await refused(stranger.Payments.getSessionByOrderId(89), ...NO_ORDER);
  await refused(stranger.Payments.createSession(89, 'session'), ...NO_ORDER);
});

test('sessions: what is refused', async () => {
  const { Orders, Payments } = await signedIn();
  const mustBeNumber = 'must be a number conforming to the specified constraints';
  await refused(Payments.getSessionById(12345), ...NO_SESSION);
  await refused(Payments.getSessionById('abc'), 400, 'Validation failed (numeric string is expected)');
  await refused(Payments.getSessionByOrderId(12345), ...NO_ORDER);
  await refused(Payments.createSession(12345, 'session'), ...NO_ORDER);
  await refused(Payments.createSession('89', 'session'), 400, [`orderId ${mustBeNumber}`]);
  await refused(Payments.createSession(89, 'cash'), 400, ['type must be one of the following values: session, intent']);
  await refused(Payments.createSession(89), 400, ['type should not be empty']);
  await refused(connect().Payments.createSession(89, 'session'), ...NO_ORDER);
  await refused(connect().Payments.getSessionById(1), ...UNAUTHORIZED);
  await refused(connect().Payments.getSessionByOrderId(1), ...UNAUTHORIZED);
  await Orders.createOrder('orders', order());
  assert.deepEqual(await Payments.getSessionByOrderId(89), []); // none yet
});

test('refunds: asked for, listed, taken back', async () => {
  const sdk = await signedIn();
  const { Orders } = sdk;
  const { id } = await paidOrder(sdk, { 1: 2, 14: 1 }, { couponCode: 'WELCOME10' });
  assert.deepEqual(await Orders.getRefunds(id), []);
  assert.equal(await Orders.createRefundRequest(id, { products: { 1: { quantity: 1 } }, note: 'test' }), true);
  assert.deepEqual([last().path, last().status], [`/orders/${id}/refund`, 201]);

  const [{ createdDate, ...request }, ...more] = await Orders.getRefunds(id);
  assert.deepEqual(more, []);
  assert.match(createdDate, ISO);
  assert.deepEqual(request, {
    id: 1,
    status: 'waiting',
    amount: 22.41, // what was paid for it: 24.90 less 10 %
    note: 'test',
    products: { 1: { quantity: 1 } },
    orderId: id,
    orderStorageId: 1,
    userId: 16,
    orderStorage: null,
    user: null,
  });
  await refused(
    Orders.createRefundRequest(id, { products: { 14: { quantity: 1 } } }),
    400,
    'Refund request already exists',
  );
  assert.equal(await Orders.cancelRefundRequest(id), true);
  assert.deepEqual([last().method, last().status], ['DELETE', 200]);
  assert.equal((await Orders.getRefunds(id))[0].status, 'canceled');
  await refused(Orders.cancelRefundRequest(id), 404, 'Refund request not found');
  assert.equal(await Orders.createRefundRequest(id, { products: { 1: { quantity: 2 }, 14: { quantity: 1 } } }), true);
  const requests = await Orders.getRefunds(id);
  assert.deepEqual(
    requests.map((one) => [one.id, one.status, one.amount, one.note]),
    [
      [1, 'canceled', 22.41, 'test'],
      [2, 'waiting', 350.82, ''],
    ],
  );
});

test('refunds: what is refused', async () => {
  const sdk = await signedIn();
  const { Orders } = sdk;
  await Orders.createOrder('orders', order());
  const wanted = { products: { 14: { quantity: 1 } } };
  await refused(Orders.getRefunds(89), ...UNPAID);
  await refused(Orders.createRefundRequest(89, wanted), ...UNPAID);
  await refused(Orders.cancelRefundRequest(89), ...UNPAID);
  await refused(Orders.createRefundRequest(12345, wanted), ...NO_ORDER);
  await refused(Orders.getRefunds(12345), ...NO_ORDER);
  await refused(Orders.getRefunds('abc'), 400, 'Validation failed (numeric string is expected)');

  const { id } = await paidOrder(sdk, { 14: 1 });
  await refused(
    Orders.createRefundRequest(id, { products: { 14: { quantity: 2 } } }),
    400,
    'Refund quantity exceeds the quantity of the order',
  );
  await refused(Orders.createRefundRequest(id, { products: { 146: { quantity: 1 } } }), 400, 'Product 146 not found');
  await refused(Orders.createRefundRequest(id, { products: { 14: {} } }), 400, [
    'products.14.quantity must be a number conforming to the specified constraints',
  ]);
  await refused(Orders.createRefundRequest(id, { products: { 14: { quantity: 0 } } }), 400, [
    'products.14.quantity must not be less than 1',
  ]);
  await refused(Orders.createRefundRequest(id, {}), 400, ['products should not be empty']);
  assert.deepEqual(await Orders.getRefunds(id), []);

  const stranger = await newUser();
  await refused(stranger.Orders.getRefunds(id), ...NO_ORDER);
  await refused(stranger.Orders.createRefundRequest(id, wanted), ...NO_ORDER);
  await refused(stranger.Orders.cancelRefundRequest(id), ...NO_ORDER);
  for (const attempt of ['getRefunds', 'createRefundRequest', 'cancelRefundRequest']) {
    await refused(connect().Orders[attempt](id, wanted), ...UNAUTHORIZED);
  }
});

test('refunds: calls that overlap go to the wrong address', async () => {
  // Defect 9 of the SDK: the refund methods swap the address that all methods of Orders share, and two that overlap
  // leave it wrong for good. A real user makes them one after the other, and a new client after such an accident.
  const sdk = await signedIn();
  const { id } = await paidOrder(sdk, { 14: 1 });
  const { Orders } = sdk;
  const { exchanges } = await watching(async () => {
    await Promise.all([Orders.getRefunds(id), Orders.getRefunds(id)]);
    await refused(Orders.getOrdersStorageByMarker('orders'), 404, 'Cannot GET /api/content/orders/marker/orders');
  });
  assert.deepEqual(summary(exchanges), [
    `GET /orders/${id}/refund -> 200`,
    `GET /orders/${id}/refund -> 200`,
    'GET /orders/marker/orders -> 404',
  ]);
  const fresh = await signedIn();
  assert.equal((await fresh.Orders.getOrdersStorageByMarker('orders')).identifier, 'orders');
});
