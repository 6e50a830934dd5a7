// The published checkout program, on the official JavaScript SDK: sign in, order, open a payment session, read it back.
//
//   ONEENTRY_URL=... ONEENTRY_APP_TOKEN=... node seed.mjs [--strict] [--product ID]
//
// Prints one line of JSON for each step. --strict lets the SDK hold every answer against its own schemas.
import { parseArgs } from 'node:util';
import { connect, show } from './judge.mjs';

const { values } = parseArgs({
  options: {
    strict: { type: 'boolean', default: false },
    product: { type: 'string', default: '14' },
  },
});

const { AuthProvider, Orders, Payments } = connect({ strict: values.strict });

show(
  'auth',
  await AuthProvider.auth('email', {
    authData: [
      { marker: 'email_reg', value: 'your-user@email.com' },
      { marker: 'password_reg', value: '123456' },
    ],
  }),
);

const order = show(
  'createOrder',
  await Orders.createOrder('orders', {
    formIdentifier: 'order',
    paymentAccountIdentifier: 'cash',
    formData: { marker: 'name', type: 'string', value: 'Christina Thomas' },
    products: [{ productId: Number(values.product), quantity: 1 }],
  }),
);

show('createSession', await Payments.createSession(order.id, 'session'));
show('getSessionByOrderId', await Payments.getSessionByOrderId(order.id));
