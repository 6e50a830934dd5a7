// Every read and write that the sandbox serves and the SDK has a method for, each held against the SDK's own schemas.
//
//   ONEENTRY_URL=... ONEENTRY_APP_TOKEN=... node tour.mjs
//
// Prints one line of JSON for each step and stops at the first answer that the SDK refuses.
import { connect, show } from './judge.mjs';

const { AuthProvider, Discounts, Forms, FormData, Orders, Payments, Products, Users } = connect({ strict: true });
const email = 'newcomer@email.com';
const password = '654321';
const authData = [
  { marker: 'email_reg', value: email },
  { marker: 'password_reg', value: password },
];

show('getAuthProviders', await AuthProvider.getAuthProviders());
show('getAuthProviderByMarker', await AuthProvider.getAuthProviderByMarker('email'));
show(
  'signUp',
  await AuthProvider.signUp('email', {
    formIdentifier: 'reg',
    authData,
    formData: [{ marker: 'name_reg', type: 'string', value: 'New Comer' }],
    notificationData: { email, phonePush: [], phoneSMS: '' },
  }),
);
const tokens = show('auth', await AuthProvider.auth('email', { authData }));
show('refresh', await AuthProvider.refresh('email', tokens.refreshToken));
show(
  'updateUser',
  await Users.updateUser({
    formIdentifier: 'reg',
    formData: [{ marker: 'name_reg', type: 'string', value: 'Newest Comer' }],
  }),
);
show('getUser', await Users.getUser());
show('getActiveSessionsByMarker', await AuthProvider.getActiveSessionsByMarker('email'));

show('getAllForms', await Forms.getAllForms());
show('getFormByMarker', await Forms.getFormByMarker('order'));
show('getProducts', await Products.getProducts());
show('getProductById', await Products.getProductById(14));
show('getProductsByIds', await Products.getProductsByIds('1,14'));
show('searchProduct', await Products.searchProduct('Espresso'));
show('getProductsByPageId', await Products.getProductsByPageId(11));
show('getProductsByPageUrl', await Products.getProductsByPageUrl('coffee'));
show('getProductsPriceByPageUrl', await Products.getProductsPriceByPageUrl('coffee'));
show('getProductsEmptyPage', await Products.getProductsEmptyPage());
show('getRelatedProductsById', await Products.getRelatedProductsById(14));
show('getProductBlockById', await Products.getProductBlockById(14));
show('getProductsCount', await Products.getProductsCount());
show('getProductsCountByPageId', await Products.getProductsCountByPageId('11'));
show('getProductsCountByPageUrl', await Products.getProductsCountByPageUrl('coffee'));

const address = (street) => [
  { marker: 'street', type: 'string', value: street },
  { marker: 'city', type: 'string', value: 'Hamburg' },
];
const sent = show(
  'postFormsData',
  await FormData.postFormsData({
    formIdentifier: 'addresses',
    formModuleConfigId: 3,
    moduleEntityIdentifier: 'account',
    replayTo: null,
    status: 'sent',
    formData: address('Quay 1'),
  }),
);
show('getFormsDataByMarker', await FormData.getFormsDataByMarker('addresses', 3, {}, 1));
show('updateFormsDataByid', await FormData.updateFormsDataByid(sent.formData.id, { formData: address('Quay 2') }));
show('updateFormsDataStatusByid', await FormData.updateFormsDataStatusByid(sent.formData.id, { status: 'approved' }));
show('deleteFormsDataByid', await FormData.deleteFormsDataByid(sent.formData.id));

const discounts = show('getAllDiscounts', await Discounts.getAllDiscounts());
show('getDiscountByMarker', await Discounts.getDiscountByMarker(discounts.items[0].identifier));
show('validateDiscountsCoupon', await Discounts.validateDiscountsCoupon('WELCOME10'));
show('getBonusBalance', await Discounts.getBonusBalance());
show('getBonusHistory', await Discounts.getBonusHistory());

show('getAllOrdersStorage', await Orders.getAllOrdersStorage());
show('getOrdersStorageByMarker', await Orders.getOrdersStorageByMarker('orders'));
show('getAllStatusesByStorageMarker', await Orders.getAllStatusesByStorageMarker('orders'));

const body = (quantity) => ({
  formIdentifier: 'order',
  paymentAccountIdentifier: 'cash',
  formData: [{ marker: 'name', type: 'string', value: 'New Comer' }],
  products: [{ productId: 14, quantity }],
});
show(
  'previewOrder',
  await Orders.previewOrder({ products: [{ productId: 14, quantity: 1 }], couponCode: 'WELCOME10' }),
);
const order = show('createOrder', await Orders.createOrder('orders', body(1)));
show('updateOrderByMarkerAndId', await Orders.updateOrderByMarkerAndId('orders', order.id, body(2)));
show('getOrderByMarkerAndId', await Orders.getOrderByMarkerAndId('orders', order.id));
show('getAllOrdersByMarker', await Orders.getAllOrdersByMarker('orders'));

show('getAccounts', await Payments.getAccounts());
show('getAccountById', await Payments.getAccountById(1));
const session = show('createSession', await Payments.createSession(order.id, 'session'));
show('getSessionById', await Payments.getSessionById(session.id));
show('getSessionByOrderId', await Payments.getSessionByOrderId(order.id));
show('getSessions', await Payments.getSessions());

show('logout', await AuthProvider.logout('email', AuthProvider.state.refreshToken));
show('auth again', await AuthProvider.auth('email', { authData }));
show('logoutAll', await AuthProvider.logoutAll('email'));

// A visitor without a sign-in. The SDK sends no guest id, so the server makes one for each request.
const visitor = connect({ strict: true });
const basket = { products: [{ productId: 14, quantity: 1 }] };
show('previewOrder as a guest', await visitor.Orders.previewOrder(basket));
show('createOrder as a guest', await visitor.Orders.createOrder('orders', body(1)));
