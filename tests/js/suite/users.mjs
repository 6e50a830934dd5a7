// Users: the signed-in user's own account.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeFor, connect, DEMO, last, localized, login, newUser, order, refused, signedIn, wire } from './harness.mjs';

const UNAUTHORIZED = [401, 'Unauthorized'];
const name = (value) => ({ marker: 'name_reg', type: 'string', value });

test('getUser: who is signed in', async () => {
  const { Users } = await signedIn();
  const expected = {
    id: 16,
    total: '1',
    identifier: DEMO.email,
    authProviderIdentifier: 'email',
    formData: [name('Christina Thomas'), { marker: 'phone_reg', type: 'string', value: '+19991234567' }],
    formIdentifier: 'reg',
    groups: [1],
    state: {},
    moduleFormConfigs: [],
    rating: {},
  };
  assert.deepEqual(await Users.getUser(), expected);
  assert.equal(last().search, '?langCode=en_US');
  assert.equal((await Users.getUser('de_DE')).id, 16);
  await refused(Users.getUser('english'), 400, ['langCode must match /^[a-zA-Z_]{2,5}$/']);
  await refused(connect().Users.getUser(), ...UNAUTHORIZED);
});

test('updateUser: the profile, the address for notices, the state', async () => {
  const { Users } = await newUser();
  const body = () => ({
    formIdentifier: 'reg',
    formData: [name('Other Name'), { marker: 'phone_reg', type: 'string', value: '+15550001' }],
    notificationData: { email: 'notices@example.com', phonePush: [], phoneSMS: '' },
    state: { cart: [{ id: 14, quantity: 1 }], seen: null },
  });
  assert.equal(await Users.updateUser(body()), true);
  assert.equal(last().status, 200);
  const user = await Users.getUser();
  assert.deepEqual(user.formData, body().formData);
  assert.deepEqual(user.state, body().state);
  // Members that are left out stay as they are.
  assert.equal(await Users.updateUser({ formIdentifier: 'reg' }), true);
  assert.deepEqual(await Users.getUser(), user);
  assert.equal(await Users.updateUser({ formIdentifier: 'reg', state: {} }), true);
  assert.deepEqual(await Users.getUser(), { ...user, state: {} });
});

test('updateUser: the password', async () => {
  const { Users, email, password } = await newUser();
  const authData = [{ marker: 'password_reg', value: 'the-new-secret' }];
  assert.equal(await Users.updateUser({ formIdentifier: 'reg', authData }), true);
  await refused(connect().AuthProvider.auth('email', { authData: login(email, password) }), ...UNAUTHORIZED);
  const again = await signedIn({ email, password: 'the-new-secret' });
  assert.equal((await again.Users.getUser()).identifier, email);
});

test('updateUser: the login, which formData carries', async () => {
  const { Users, password } = await newUser();
  const entry = (value) => ({ marker: 'email_reg', type: 'string', value });
  assert.equal(
    await Users.updateUser({ formIdentifier: 'reg', formData: [name('N'), entry('moved@example.com')] }),
    true,
  );
  const user = await Users.getUser();
  assert.equal(user.identifier, 'moved@example.com');
  assert.deepEqual(user.formData, [name('N')]);
  assert.equal((await signedIn({ email: 'moved@example.com', password })).tokens.userIdentifier, 'moved@example.com');
  const taken = { formIdentifier: 'reg', formData: [name('N'), entry('YOUR-USER@email.com')] };
  await refused(Users.updateUser(taken), 400, 'User already exists');
});

test('updateUser: what is refused', async () => {
  const { Users } = await newUser();
  const update = (more) => Users.updateUser({ formIdentifier: 'reg', ...more });
  const missing = (markers) => [400, `required values are missing or incorrect: ${markers}`];
  await refused(update({ authData: [] }), 400, 'Login or password values are missed');
  await refused(
    update({ authData: [{ marker: 'email_reg', value: 'x@example.com' }] }),
    400,
    'Login or password values are missed',
  );
  await refused(update({ authData: [{ marker: 'password_reg', value: '' }] }), 400, [
    'authData.0.value should not be empty',
  ]);
  await refused(update({ authData: [{ marker: 'password_reg', value: '1234' }] }), ...missing('password_reg'));
  await refused(update({ formData: [name('')] }), ...missing('name_reg'));
  await refused(
    update({ formData: [name('N'), { marker: 'shoe', type: 'string', value: '9' }] }),
    400,
    "formData's marker 'shoe' value is missing or incorrect",
  );
  await refused(update({ formIdentifier: 'order' }), 400, 'Incorrect formIdentifier for provided config');
  await refused(update({ formIdentifier: '' }), 400, ['formIdentifier should not be empty']);
  await refused(update({ langCode: 'english' }), 400, ['langCode must match /^[a-zA-Z_]{2,5}$/']);
  await refused(update({ state: 'text' }), 400, ['state must be an object']);
  await refused(connect().Users.updateUser({ formIdentifier: 'reg' }), ...UNAUTHORIZED);
});

test("updateUser: the SDK's own example sends the login in authData too", async () => {
  const { Users, email, password } = await newUser();
  // docs/api/users.md#users-update: at most the password entry belongs there, but the login beside it does no harm.
  assert.equal(await Users.updateUser({ formIdentifier: 'reg', authData: login(email, 'next-secret') }), true);
  await refused(connect().AuthProvider.auth('email', { authData: login(email, password) }), ...UNAUTHORIZED);
  assert.equal((await signedIn({ email, password: 'next-secret' })).tokens.userIdentifier, email);
});

test('updateUser: a body that is sent a second time', async () => {
  // Defect 7 of the SDK: the first call has put the locale level into the caller's own object.
  const { Users } = await newUser();
  const body = { formIdentifier: 'reg', formData: [name('Once')] };
  assert.equal(await Users.updateUser(body), true);
  await refused(Users.updateUser(body), 400, "formData's marker 'undefined' marker is required");
  assert.deepEqual((await Users.getUser()).formData, [name('Once')]);
});

test('archiveUser: closes the account, whose login stays taken', async () => {
  const { Users, AuthProvider, Orders, email, password } = await newUser();
  const made = await Orders.createOrder('orders', order());
  assert.equal(await Users.archiveUser(), true);
  assert.deepEqual([last().method, last().path, last().status], ['DELETE', '/users/me', 200]);
  await refused(Users.getUser(), ...UNAUTHORIZED);
  await refused(Orders.getOrderByMarkerAndId('orders', made.id), ...UNAUTHORIZED);
  await refused(AuthProvider.auth('email', { authData: login(email, password) }), ...UNAUTHORIZED);
  await refused(AuthProvider.generateCode('email', email, 'send_code'), 400, 'User not found');
  await refused(Users.archiveUser(), ...UNAUTHORIZED);
  const registration = { formIdentifier: 'reg', authData: login(email, password), formData: [name('N')] };
  await refused(AuthProvider.signUp('email', registration), 400, 'User already exists');
});

test('deleteUser: erases the account, whose login is free again', async () => {
  const { Users, AuthProvider, email, password, id } = await newUser();
  assert.equal(await Users.deleteUser(), true);
  assert.deepEqual([last().method, last().path, last().status], ['DELETE', '/users/me/account', 200]);
  await refused(Users.getUser(), ...UNAUTHORIZED);
  await refused(AuthProvider.auth('email', { authData: login(email, password) }), ...UNAUTHORIZED);
  const again = await newUser(email);
  assert.notEqual(again.id, id);
  await refused(connect().Users.deleteUser(), ...UNAUTHORIZED);
});

test("one user's tokens open nothing of another's", async () => {
  const one = await newUser('one@example.com');
  const two = await newUser('two@example.com');
  assert.equal((await one.Users.getUser()).identifier, 'one@example.com');
  assert.equal((await two.Users.getUser()).identifier, 'two@example.com');
  assert.equal(await one.Users.deleteUser(), true);
  assert.equal((await two.Users.getUser()).identifier, 'two@example.com');
});

test('a code sign-in has a profile too', async () => {
  const { AuthProvider, Users } = connect();
  const visitor = 'visitor@your-instance.example';
  await AuthProvider.generateCode('email_code', visitor, 'send_code');
  const code = await codeFor(visitor, 'send_code');
  await AuthProvider.auth('email_code', { authData: [{ marker: 'email_code', value: visitor }], code });
  assert.equal(await Users.updateUser({ formIdentifier: 'reg_code', formData: name('Vera') }), true);
  assert.deepEqual((await Users.getUser()).formData, [name('Vera')]);
  assert.deepEqual(wire().formData, localized([name('Vera')]));
});

test('push tokens are registered and forgotten, once or again', async () => {
  const { Users } = await signedIn();
  assert.equal(await Users.addFCMToken('abc'), true);
  assert.equal(await Users.addFCMToken('abc'), true);
  assert.equal(await Users.deleteFCMToken('abc'), true);
  assert.equal(await Users.deleteFCMToken('never-there'), true);
});
