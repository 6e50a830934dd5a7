// Orders: storages and statuses, orders written, changed and read, previews, and what an order's form refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  connect,
  DEMO,
  ISO,
  last,
  localized,
  newUser,
  order,
  paidOrder,
  refused,
  signedIn,
  stats,
  wire,
} from './harness.mjs';

const NOT_FOUND = [404, 'Order not found'];
const NO_STORAGE = [404, 'Orders storage not found'];
const UNAUTHORIZED = [401, 'Unauthorized'];
const text = (marker, value) => ({ marker, type: 'string', value });
const incorrect = (marker) => [400, `formData's marker '${marker}' value is missing or incorrect`];
const missing = (markers) => [400, `required values are missing or incorrect: ${markers}`];

/** Holds when a list, read in pages, is the list. */
async function pagesJoin(read, whole) {
  const joined = [];
  for (let offset = 0; offset < whole.length + 7; offset += 7) {
    joined.push(...(await read(offset, 7)));
  }
  assert.deepEqual(joined, whole);
  assert.deepEqual(await read(whole.length, 5), []);
  assert.deepEqual(await read(0, 0), []);
}

test('storages: a bare list, and one by its marker', async () => {
  const { Orders } = await signedIn();
  const storages = await Orders.getAllOrdersStorage();
  const accounts = [{ identifier: 'cash' }, { identifier: 'stripe' }, { identifier: 'paypal' }];
  const storage = (id, identifier, title, formIdentifier) => ({
    id,
    localizeInfos: { title },
    position: id,
    identifier,
    formIdentifier,
    generalTypeId: 21,
    paymentAccountIdentifiers: accounts,
  });
  assert.deepEqual(storages, [
    storage(1, 'orders', 'Orders', 'order'),
    storage(2, 'subscriptions', 'Subscriptions', 'subscription_form'),
    storage(3, 'tickets', 'Tickets', 'tickets_form'),
  ]);
  assert.deepEqual(wire()[0].localizeInfos, localized({ title: 'Orders' }));
  for (const one of storages) {
    assert.deepEqual(await Orders.getOrdersStorageByMarker(one.identifier), one);
  }
  assert.deepEqual(await Orders.getAllOrdersStorage('en_US', 1, 1), [storages[1]]);
  await pagesJoin((offset, limit) => Orders.getAllOrdersStorage('en_US', offset, limit), storages);
  await refused(Orders.getOrdersStorageByMarker('nope'), ...NO_STORAGE);
  await refused(Orders.getAllOrdersStorage('english'), 400, ['langCode must match /^[a-zA-Z_]{2,5}$/']);
});

test('statuses: those of each storage, one of them the default', async () => {
  const { Orders } = connect();
  const markers = {};
  for (const storage of ['orders', 'subscriptions', 'tickets']) {
    const statuses = await Orders.getAllStatusesByStorageMarker(storage);
    markers[storage] = statuses.map((status) => status.identifier);
    assert.deepEqual(
      statuses.map((status) => status.isDefault),
      statuses.map((_, index) => index === 0),
    );
  }
  assert.deepEqual(markers, {
    orders: ['created', 'inProgress', 'shipped', 'completed', 'canceled'],
    subscriptions: ['active', 'ended', 'stopped'],
    tickets: ['upcoming', 'attended', 'returned'],
  });
  const [created, inProgress] = await Orders.getAllStatusesByStorageMarker('orders', 'en_US', 0, 2);
  assert.deepEqual(created, {
    id: 1,
    identifier: 'created',
    localizeInfos: { title: 'Created' },
    position: 1,
    isDefault: true,
    isUsed: true,
  });
  assert.equal(inProgress.identifier, 'inProgress');
  await refused(Orders.getAllStatusesByStorageMarker('nope'), ...NO_STORAGE);
});

test('createOrder: the answer, and the order as it is read afterwards', async () => {
  const { Orders } = await signedIn();
  const formData = [text('name', 'Christina Thomas')];
  const created = await Orders.createOrder('orders', order({ 14: 1 }));
  assert.deepEqual(created, {
    id: 89,
    formIdentifier: 'order',
    paymentAccountIdentifier: 'cash',
    formData,
    products: [{ productId: 14, quantity: 1 }],
    currency: 'USD',
    totalSum: 340,
    createdDate: '2025-04-30T20:15:29.254Z',
  });
  assert.equal(last().status, 201);
  assert.deepEqual(wire().formData, localized(formData));
  assert.match(last().text, /"totalSum":340[,}]/);

  const read = await Orders.getOrderByMarkerAndId('orders', 89);
  const [{ previewImage, ...line }] = read.products;
  assert.deepEqual(
    { ...read, products: [line] },
    {
      id: 89,
      storageId: 1,
      createdDate: '2025-04-30T20:15:29.254Z',
      statusIdentifier: 'created',
      formIdentifier: 'order',
      formData,
      attributeSetIdentifier: 'order',
      totalSum: '340.00',
      currency: 'USD',
      paymentAccountIdentifier: 'cash',
      paymentAccountLocalizeInfos: { title: 'Cash' },
      paymentUrl: null,
      products: [{ id: 14, title: 'Espresso machine Bora', sku: 'HP-MCH-002', price: 340, quantity: 1, isGift: false }],
      isCompleted: null,
      statusLocalizeInfos: { title: 'Created' },
    },
  );
  assert.deepEqual(Object.keys(previewImage[0]).sort(), ['downloadLink', 'filename', 'previewLink', 'size']);
  assert.deepEqual(wire().formData, formData); // plain on reads
  const { paymentStrategy, paymentStatusIdentifier, fulfillmentStatusIdentifier } = wire(); // newer than this SDK
  assert.deepEqual([paymentStrategy, paymentStatusIdentifier, fulfillmentStatusIdentifier], ['once', null, null]);
});

test('createOrder: dates, options, text and numbers in the other storages', async () => {
  const { Orders } = await signedIn();
  const date = {
    fullDate: '2025-05-30T00:00:00.000Z',
    formattedValue: '30-05-2025',
    formatString: 'DD-MM-YYYY',
  };
  const comment = { marker: 'comment', type: 'text', value: [{ plainValue: 'Ring twice' }] };
  const full = [
    text('name', 'C. Thomas'),
    text('phone', '+19991234567'),
    { marker: 'delivery', type: 'radioButton', value: ['courier'] },
    { marker: 'delivery_date', type: 'date', value: date },
    comment,
  ];
  const first = await Orders.createOrder('orders', order({ 8: 2, 7: 1 }, { formData: full, currency: 'EUR' }));
  // Filters are of the category that is 10 % off: 2 x 14 + 5.76.
  assert.deepEqual([first.id, first.totalSum, first.currency, first.formData], [89, 33.76, 'EUR', full]);

  const subscription = {
    formIdentifier: 'subscription_form',
    paymentAccountIdentifier: 'stripe',
    formData: [
      { marker: 'expired_date', type: 'date', value: date },
      { marker: 'subscription_time', type: 'list', value: ['1_month'] },
    ],
    products: [{ productId: 19, quantity: 1 }],
  };
  const second = await Orders.createOrder('subscriptions', subscription);
  assert.deepEqual([second.id, second.totalSum, second.createdDate], [90, 22, '2025-04-30T20:15:30.506Z']);

  const slot = ['2025-05-10T10:00:00.000Z', '2025-05-10T12:00:00.000Z'];
  const tickets = (count) => ({
    formIdentifier: 'tickets_form',
    paymentAccountIdentifier: 'paypal',
    formData: [
      { marker: 'schedule', type: 'timeInterval', value: [slot] },
      { marker: 'tickets', type: 'integer', value: count },
    ],
    products: [], // a booking may come without products
  });
  const third = await Orders.createOrder('tickets', tickets(2));
  assert.deepEqual([third.id, third.totalSum, third.products], [91, 0, []]);
  await refused(Orders.createOrder('tickets', tickets(0)), ...missing('tickets')); // 0 counts as missing
  await refused(Orders.createOrder('tickets', tickets('two')), ...incorrect('tickets'));
  const read = await Orders.getOrderByMarkerAndId('tickets', 91);
  assert.deepEqual([read.storageId, read.totalSum, read.statusIdentifier], [3, '0.00', 'upcoming']);
  await refused(Orders.getOrderByMarkerAndId('orders', 91), ...NOT_FOUND); // another storage's
});

test('createOrder: a status, coupons, personal discounts and bonuses', async () => {
  const { Orders, Discounts } = await signedIn();
  const { balance } = await Discounts.getBonusBalance();
  assert.equal(balance, 49.25);
  const body = order(
    { 14: 1 },
    {
      statusIdentifier: 'inProgress',
      couponCode: 'WELCOME10',
      additionalDiscountsMarkers: ['personal_discount', 'no_such_discount'],
      bonusAmount: 10.25,
    },
  );
  const { discountConfig, ...created } = await Orders.createOrder('orders', body);
  assert.deepEqual(created, {
    id: 89,
    formIdentifier: 'order',
    paymentAccountIdentifier: 'cash',
    formData: [text('name', 'Christina Thomas')],
    products: [{ productId: 14, quantity: 1 }],
    currency: 'USD',
    totalSum: 292.5, // (340 - 15) - 10 %
    createdDate: '2025-04-30T20:15:29.254Z',
    statusIdentifier: 'inProgress',
    couponCode: 'WELCOME10',
    additionalDiscountsMarkers: ['personal_discount', 'no_such_discount'],
    bonusAmount: 10.25,
    bonusApplied: 10.25,
    totalDue: 282.25,
  });
  assert.deepEqual(discountConfig.coupon, {
    code: 'WELCOME10',
    valid: true,
    applied: true,
    discountId: 3,
    discountIdentifier: 'welcome',
  });
  assert.deepEqual(
    discountConfig.orderDiscounts.map((one) => one.identifier),
    ['personal_discount', 'welcome'],
  );
  const { totalRaw, totalSumWithDiscount, totalDue, bonusApplied } = discountConfig;
  assert.deepEqual([totalRaw, totalSumWithDiscount, totalDue, bonusApplied], [340, 292.5, 282.25, 10.25]);
  assert.equal((await Discounts.getBonusBalance()).balance, 39);
  const read = await Orders.getOrderByMarkerAndId('orders', 89);
  assert.deepEqual([read.totalSum, read.statusIdentifier], ['292.50', 'inProgress']);
  assert.equal(wire().totalSumRaw, '340.00');
});

test('createOrder: what is refused', async () => {
  const { Orders } = await signedIn();
  const create = (more, storage = 'orders') => Orders.createOrder(storage, order({ 14: 1 }, more));
  const line = (productId, quantity = 1) => ({ products: [{ productId, quantity }] });
  const mustBeNumber = 'must be a number conforming to the specified constraints';

  await refused(create({}, 'nope'), ...NO_STORAGE);
  await refused(create({ paymentAccountIdentifier: undefined }), 400, 'Order must have a payment');
  await refused(create({ paymentAccountIdentifier: '' }), 400, 'Order must have a payment');
  await refused(
    create({ paymentAccountIdentifier: 'barter' }),
    400,
    'paymentAccountIdentifier is not a payment account of this orders storage',
  );
  await refused(create({ formIdentifier: 'tickets_form' }), 400, 'Incorrect formIdentifier for provided config');
  await refused(create({ formIdentifier: undefined }), 400, ['formIdentifier should not be empty']);
  await refused(create(line(9171)), 400, 'Product 9171 not found');
  await refused(create(line(25)), 400, 'Product 25 not found'); // no longer shown
  await refused(
    create({ products: [...line(9171).products, ...line(9172).products] }),
    400,
    'Product 9171, 9172 not found',
  );
  await refused(create(line('14')), 400, [`products.0.productId ${mustBeNumber}`]);
  await refused(create({ products: [{ id: 14, quantity: 1 }] }), 400, [`products.0.productId ${mustBeNumber}`]);
  await refused(create(line(14, 0)), 400, ['products.0.quantity must not be less than 1']);
  await refused(create(line(14, -1)), 400, ['products.0.quantity must not be less than 1']);
  await refused(create(line(14, 1.5)), 400, [`products.0.quantity ${mustBeNumber}`]);
  await refused(create({ products: undefined }), 400, ['products must be an array']);
  await refused(
    create({ statusIdentifier: 'upcoming' }),
    400,
    'statusIdentifier is not a status of this orders storage',
  );
  await refused(create({ couponCode: 'NO-SUCH-CODE' }), 400, 'Coupon not found');
  await refused(create({ couponCode: 'SPRING23' }), 400, 'Coupon has expired');
  await refused(create({ couponCode: 'SPRING-USED-1' }), 400, 'Coupon has already been used');
  await refused(create({ bonusAmount: -1 }), 400, ['bonusAmount must not be less than 0']);
  // A guest gets as far as a user does.
  const guest = connect().Orders.createOrder('orders', order({ 14: 1 }, { couponCode: 'NO-SUCH-CODE' }));
  await refused(guest, 400, 'Coupon not found');

  // None of that made an order, or moved the clock.
  assert.equal((await stats()).orders, 88);
  const first = await create({});
  assert.deepEqual([first.id, first.createdDate], [89, '2025-04-30T20:15:29.254Z']);
});

test('createOrder: what the form refuses, in the documented order of checks', async () => {
  const { Orders } = await signedIn();
  const create = (formData) => Orders.createOrder('orders', order({ 14: 1 }, { formData }));
  const name = text('name', 'Christina Thomas');
  const date = { fullDate: '2025-05-30T00:00:00.000Z', formattedValue: '30-05-2025', formatString: 'DD-MM-YYYY' };

  // First shape, locale and markers.
  await refused(create({ en_US: [name] }), 400, "formData's marker 'undefined' marker is required"); // keyed twice
  await refused(create([]), 400, 'empty form data section');
  await refused(create([{ type: 'string', value: 'x' }]), 400, "formData's marker 'undefined' marker is required");
  await refused(create([text('shoe', '9')]), ...incorrect('shoe')); // although the name is missing as well
  await refused(create([{ marker: 'name', type: 'string' }]), ...incorrect('name'));
  await refused(Orders.createOrder('orders', order(), 'english'), 400, 'langCode must match /^[a-zA-Z_]{2,5}$/');
  // Then required values,
  await refused(create([text('phone', '+19991234567')]), ...missing('name'));
  await refused(create([text('name', '')]), ...missing('name'));
  await refused(create([text('name', null)]), ...missing('name'));
  await refused(create([text('phone', 5)]), ...missing('name')); // although the phone's type is wrong as well
  // then types and lists,
  await refused(create([{ ...name, type: 'integer' }]), ...incorrect('name'));
  await refused(create([text('name', 5)]), ...incorrect('name'));
  await refused(
    create([name, { marker: 'delivery', type: 'radioButton', value: ['drone'] }]),
    ...incorrect('delivery'),
  );
  await refused(
    create([name, { marker: 'delivery', type: 'radioButton', value: 'courier' }]),
    ...incorrect('delivery'),
  );
  await refused(
    create([name, { marker: 'delivery', type: 'radioButton', value: ['courier', 'pickup'] }]),
    ...incorrect('delivery'),
  );
  await refused(
    create([name, { marker: 'delivery_date', type: 'date', value: '2025-05-30' }]),
    ...incorrect('delivery_date'),
  );
  const { formatString, ...short } = date;
  assert.equal(formatString, 'DD-MM-YYYY');
  await refused(create([name, { marker: 'delivery_date', type: 'date', value: short }]), ...incorrect('delivery_date'));
  const comment = (value) => create([name, { marker: 'comment', type: 'text', value }]);
  await refused(comment('Ring twice'), 400, 'comment must be an array');
  await refused(comment(['Ring twice']), 400, 'comment should be of type text');
  await refused(comment([{ value: 'Ring twice' }]), 400, 'comment value is not allowed');
  await refused(
    comment([{ plainValue: 'a', htmlValue: 'b' }]),
    400,
    'comment must have only one of the three: plainValue, htmlValue, mdValue',
  );
  // then validators.
  await refused(create([name, text('phone', '+123456789012345')]), ...missing('phone'));
  assert.equal((await create([name, text('phone', '+12345678901234')])).id, 89);
});

test('createOrder: bodies that the SDK spoils', async () => {
  const { Orders } = await signedIn();
  // Defect 8: without formData it sends {"en_US": [null]}.
  const bare = order();
  delete bare.formData;
  await refused(Orders.createOrder('orders', bare), 400, "formData's marker 'undefined' marker is required");
  assert.deepEqual(JSON.parse(last().options.body).formData, { en_US: [null] });
  // Defect 7: it nests the locale in the caller's own object, twice when the object is sent again.
  const body = order();
  assert.equal((await Orders.createOrder('orders', body)).id, 89);
  await refused(Orders.createOrder('orders', body), 400, "formData's marker 'undefined' marker is required");
  assert.equal((await stats()).orders, 89);
});

test('updateOrder: a replacement, with the prices that were agreed', async () => {
  const { Orders } = await signedIn();
  await Orders.createOrder('orders', order({ 14: 1, 8: 1 }));
  const body = order(
    {},
    {
      formData: text('name', 'C. Thomas'),
      products: [
        { productId: 14, quantity: 2 },
        { productId: 1, quantity: 1 },
      ],
      statusIdentifier: 'inProgress',
      paymentAccountIdentifier: 'stripe',
    },
  );
  assert.deepEqual(await Orders.updateOrderByMarkerAndId('orders', 89, body), {
    id: 89,
    formIdentifier: 'order',
    paymentAccountIdentifier: 'stripe',
    formData: [text('name', 'C. Thomas')],
    products: body.products,
    currency: 'USD',
    totalSum: 704.9,
    createdDate: '2025-04-30T20:15:29.254Z',
    statusIdentifier: 'inProgress',
  });
  assert.deepEqual([last().method, last().status, last().search], ['PUT', 200, '?langCode=en_US']);
  const read = await Orders.getOrderByMarkerAndId('orders', 89);
  assert.deepEqual(
    read.products.map(({ id, price, quantity }) => [id, price, quantity]),
    [
      [14, 340, 2],
      [1, 24.9, 1],
    ],
  );
  assert.deepEqual(
    [read.totalSum, read.statusIdentifier, read.paymentAccountIdentifier, read.formData],
    ['704.90', 'inProgress', 'stripe', [text('name', 'C. Thomas')]],
  );
  // Cancelling is an update too. A read order's own members, sent along, do no harm.
  const canceled = { ...read, ...order({ 14: 2 }, { statusIdentifier: 'canceled' }) };
  assert.equal((await Orders.updateOrderByMarkerAndId('orders', 89, canceled)).statusIdentifier, 'canceled');
  assert.equal((await Orders.getOrderByMarkerAndId('orders', 89)).statusIdentifier, 'canceled');
  assert.equal((await stats()).orders, 89);
});

test('updateOrder: what is refused', async () => {
  const sdk = await signedIn();
  const { Orders } = sdk;
  await Orders.createOrder('orders', order());
  const update = (more, id = 89, storage = 'orders') =>
    Orders.updateOrderByMarkerAndId(storage, id, order({ 14: 1 }, more));
  await refused(update({}, 12345), ...NOT_FOUND);
  await refused(update({}, 89, 'tickets'), ...NOT_FOUND);
  await refused(update({}, 89, 'nope'), ...NO_STORAGE);
  await refused(update({}, 'abc'), 400, 'Validation failed (numeric string is expected)');
  await refused(update({ paymentAccountIdentifier: undefined }), 400, 'Order must have a payment');
  await refused(update({ products: [{ productId: 9171, quantity: 1 }] }), 400, 'Product 9171 not found');
  await refused(update({ formData: [] }), 400, 'empty form data section');
  await refused(update({ statusIdentifier: 'nope' }), 400, 'statusIdentifier is not a status of this orders storage');
  // The lines of a read order have `id` and no `productId`.
  const { products } = await Orders.getOrderByMarkerAndId('orders', 89);
  await refused(update({ products }), 400, [
    'products.0.productId must be a number conforming to the specified constraints',
  ]);
  const stranger = await newUser();
  await refused(stranger.Orders.updateOrderByMarkerAndId('orders', 89, order()), ...NOT_FOUND);
  await refused(connect().Orders.updateOrderByMarkerAndId('orders', 89, order()), ...UNAUTHORIZED);
  const paid = await paidOrder(sdk, { 14: 1 });
  await refused(
    update({}, paid.id),
    400,
    `Can't update the order. Payment sessions ${paid.session} could not be canceled — the order may have been paid.`,
  );
  assert.equal((await Orders.getOrderByMarkerAndId('orders', 89)).totalSum, '340.00');
});

test('orders are listed in pages, and only the own ones', async () => {
  const { Orders } = await signedIn();
  const made = await Orders.createOrder('orders', order());
  const { items, total } = await Orders.getAllOrdersByMarker('orders', 'en_US', 0, 100);
  assert.equal(items.length, total);
  assert.equal(items[0].id, made.id); // the newest first
  assert.deepEqual(
    items.map((one) => one.id),
    items.map((one) => one.id).sort((one, other) => other - one),
  );
  for (const one of items) {
    assert.match(one.totalSum, /^\d+\.\d{2}$/);
    assert.match(one.createdDate, ISO);
    assert.ok(Array.isArray(one.formData));
    assert.ok([true, false, null].includes(one.isCompleted));
    assert.equal(one.storageId, 1);
  }
  assert.deepEqual(await Orders.getOrderByMarkerAndId('orders', items.at(-1).id), items.at(-1));
  assert.deepEqual(await Orders.getAllOrdersByMarker('orders', 'en_US', 2, 1), { items: [items[2]], total });
  await pagesJoin(
    async (offset, limit) => (await Orders.getAllOrdersByMarker('orders', 'en_US', offset, limit)).items,
    items,
  );
  await refused(Orders.getAllOrdersByMarker('orders', 'en_US', -1), 400, ['offset must not be less than 0']);
  await refused(Orders.getAllOrdersByMarker('nope'), ...NO_STORAGE);
  await refused(connect().Orders.getAllOrdersByMarker('orders'), ...UNAUTHORIZED);

  const stranger = await newUser();
  assert.deepEqual(await stranger.Orders.getAllOrdersByMarker('orders'), { items: [], total: 0 });
  await refused(stranger.Orders.getOrderByMarkerAndId('orders', made.id), ...NOT_FOUND);
  await refused(Orders.getOrderByMarkerAndId('orders', 12345), ...NOT_FOUND);
  await refused(connect().Orders.getOrderByMarkerAndId('orders', made.id), ...UNAUTHORIZED);
});

test('previewOrder: plain, and with every kind of discount', async () => {
  const { Orders } = await signedIn();
  const settings = {
    allowGiftStacking: false,
    allowStacking: true,
    maxDiscountValue: null,
    maxBonusPaymentPercent: 50,
    minBonusAmount: 1,
    minOrderAmountForBonus: 20,
  };
  const bonus = {
    availableBalance: 49.25,
    bonusApplied: 0,
    maxBonusDiscount: 49.25,
    minBonusAmount: 1,
    minOrderAmountForBonus: 20,
  };
  assert.deepEqual(await Orders.previewOrder({ products: [{ productId: 14, quantity: 2 }] }), {
    totalSum: 680,
    totalSumWithDiscount: 680,
    bonusApplied: 0,
    totalDue: 680,
    currency: 'USD',
    orderPreview: [{ id: 14, price: 340, quantity: 2, discountPrice: null, isGift: false }],
    discountConfig: { bonus, coupon: null, orderDiscounts: [], productDiscounts: [], settings },
  });
  assert.equal(last().status, 201);

  // A product discount shows on its line.
  const grinder = await Orders.previewOrder({ products: [{ productId: 10, quantity: 1 }] });
  assert.deepEqual(grinder.orderPreview, [{ id: 10, price: 89, quantity: 1, discountPrice: 80.1, isGift: false }]);
  assert.deepEqual([grinder.totalSum, grinder.totalSumWithDiscount, grinder.totalDue], [89, 80.1, 80.1]);
  assert.deepEqual(
    grinder.discountConfig.productDiscounts.map((one) => [one.identifier, one.localizeInfos]),
    [['brewing_days', { title: 'Brewing days' }]],
  );

  // A personal discount only when it is asked for; coupons and bonuses come on top.
  const products = [{ productId: 14, quantity: 1 }];
  const all = await Orders.previewOrder({
    products,
    additionalDiscountsMarkers: ['personal_discount', 'no_such_discount'],
    couponCode: 'WELCOME10',
    bonusAmount: 1000,
  });
  assert.deepEqual(
    [all.totalSum, all.totalSumWithDiscount, all.bonusApplied, all.totalDue],
    [340, 292.5, 49.25, 243.25], // bonuses: all that there are
  );
  assert.deepEqual(all.discountConfig.bonus, {
    availableBalance: 49.25,
    bonusApplied: 49.25,
    maxBonusDiscount: 49.25,
    minBonusAmount: 1,
    minOrderAmountForBonus: 20,
  });
  const half = await Orders.previewOrder({ products: [{ productId: 7, quantity: 5 }], bonusAmount: 1000 });
  assert.deepEqual([half.totalSumWithDiscount, half.bonusApplied, half.totalDue], [28.8, 14.4, 14.4]); // 50 % at most

  // A coupon may be valid and not take effect, and may bring a gift and no money off.
  const small = await Orders.previewOrder({ products, couponCode: 'BIGBASKET' });
  assert.deepEqual(small.discountConfig.coupon, {
    code: 'BIGBASKET',
    valid: true,
    applied: false,
    discountId: 5,
    discountIdentifier: 'big_basket',
  });
  assert.equal(small.totalDue, 340);
  const big = await Orders.previewOrder({ products: [{ productId: 14, quantity: 2 }], couponCode: 'BIGBASKET' });
  assert.deepEqual([big.discountConfig.coupon.applied, big.totalDue], [true, 544]);
  const gift = await Orders.previewOrder({ products, couponCode: 'GIFTMUG' });
  assert.equal(gift.totalDue, 340);
  assert.equal(gift.discountConfig.coupon.applied, true);
  assert.deepEqual(gift.discountConfig.orderDiscounts[0].discountValue.discountType, 'NONE');
  assert.deepEqual(gift.orderPreview[1], { id: 8, price: 14, quantity: 1, discountPrice: 0, isGift: true });

  assert.deepEqual((await Orders.previewOrder({})).orderPreview, []);
  assert.equal((await stats()).orders, 88); // nothing is stored
});

test('previewOrder: what is refused', async () => {
  const { Orders } = await signedIn();
  const preview = (more) => Orders.previewOrder({ products: [{ productId: 14, quantity: 1 }], ...more });
  await refused(preview({ couponCode: 'NO-SUCH-CODE' }), 400, 'Coupon not found');
  await refused(preview({ couponCode: 'SPRING23' }), 400, 'Coupon has expired');
  await refused(preview({ couponCode: 'SPRING-USED-1' }), 400, 'Coupon has already been used');
  await refused(preview({ products: [{ productId: 9171, quantity: 1 }] }), 400, 'Product 9171 not found');
  await refused(preview({ products: [{ productId: 21, quantity: 1 }] }), 400, 'Product 21 has no price');
  await refused(preview({ products: [{ productId: 14, quantity: 0 }] }), 400, [
    'products.0.quantity must not be less than 1',
  ]);
  await refused(preview({ products: {} }), 400, ['products must be an array']);
  await refused(preview({ bonusAmount: '5' }), 400, [
    'bonusAmount must be a number conforming to the specified constraints',
  ]);
  assert.equal((await connect().Orders.previewOrder({})).totalDue, 0);
});

test('a coupon for one order is used up by it', async () => {
  const { Orders, Discounts } = await signedIn();
  const couponCode = 'SUMMER-KBWZ-2428';
  assert.equal((await Orders.createOrder('orders', order({ 14: 1 }, { couponCode }))).totalSum, 306);
  await refused(Orders.createOrder('orders', order({ 14: 1 }, { couponCode })), 400, 'Coupon has already been used');
  const check = await Discounts.validateDiscountsCoupon(couponCode);
  assert.deepEqual([check.valid, check.coupon.isUsed, check.coupon.orderId], [false, true, 89]);
});

test('an order belongs to who placed it, on all of his devices', async () => {
  const { Orders } = await signedIn();
  await Orders.createOrder('orders', order());
  const elsewhere = await signedIn(DEMO);
  assert.equal((await elsewhere.Orders.getOrderByMarkerAndId('orders', 89)).totalSum, '340.00');
});
