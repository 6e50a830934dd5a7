// AuthProvider: providers, signing up, in and out, tokens and devices, the pretend OAuth network.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  connect,
  DEMO,
  ISO,
  JWT,
  last,
  localized,
  login,
  newUser,
  NEWCOMER,
  REFRESH_TOKEN,
  refused,
  signedIn,
  summary,
  watching,
  wire,
} from './harness.mjs';

const BAD_REFRESH = [400, 'Refresh token is not valid'];
const UNAUTHORIZED = [401, 'Unauthorized'];
const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

const registration = (email, more = {}) => ({
  formIdentifier: 'reg',
  authData: login(email, 'a-new-secret'),
  formData: [{ marker: 'name_reg', type: 'string', value: 'New Comer' }],
  notificationData: { email, phonePush: [] },
  ...more,
});

test('providers: a bare list, pages of it, and one by its marker', async () => {
  const { AuthProvider } = connect();
  const providers = await AuthProvider.getAuthProviders();
  assert.deepEqual(
    providers.map(({ id, identifier, type, isActive, isCheckCode }) => [id, identifier, type, isActive, isCheckCode]),
    [
      [1, 'email', 'email', true, false],
      [2, 'email_code', 'email', true, true],
      [3, 'google', 'oauth', true, false],
      [4, 'phone', 'phone', false, true],
    ],
  );
  assert.deepEqual(providers[0], {
    id: 1,
    localizeInfos: { title: 'email' },
    config: {
      accessTokenTtlSec: '36000',
      refreshTokenTtlMc: '604800',
      deleteNoneActiveUsersAfterDays: '2',
      systemCodeTlsSec: '120',
      systemCodeLength: '6',
      oauthAuthUrl: null,
      systemCodeOnlyNumbers: null,
    },
    version: 0,
    identifier: 'email',
    type: 'email',
    formIdentifier: 'reg',
    userGroupIdentifier: 'guest',
    isActive: true,
    isCheckCode: false,
  });
  assert.deepEqual(await AuthProvider.getAuthProviders('en_US', 1, 2), providers.slice(1, 3));
  assert.deepEqual(await AuthProvider.getAuthProviders('en_US', 4), []);
  for (const provider of providers) {
    assert.deepEqual(await AuthProvider.getAuthProviderByMarker(provider.identifier), provider);
  }
  await refused(AuthProvider.getAuthProviderByMarker('nope'), 404, 'Auth provider not found');
  await refused(AuthProvider.getAuthProviders('english'), 400, ['langCode must match /^[a-zA-Z_]{2,5}$/']);
});

test('without the right app token everything is closed', async () => {
  for (const token of [undefined, 'wrong']) {
    const { AuthProvider, Users } = connect({ token });
    await refused(AuthProvider.getAuthProviders(), 403, 'Resource is closed');
    await refused(
      AuthProvider.auth('email', { authData: login(DEMO.email, DEMO.password) }),
      403,
      'Resource is closed',
    );
    await refused(Users.getUser(), 403, 'Resource is closed');
  }
});

test('sign-up makes an account, without tokens', async () => {
  const { AuthProvider } = connect();
  const body = registration('New.Comer@example.com', {
    // The SDK takes an empty phoneSMS away, which the server would refuse.
    notificationData: { email: 'notices@example.com', phonePush: ['+15550001'], phoneSMS: '' },
  });
  const { id, createdDate, updatedDate, ...user } = await AuthProvider.signUp('email', body);
  assert.equal(id, 17);
  assert.match(createdDate, ISO);
  assert.equal(updatedDate, createdDate);
  assert.deepEqual(user, {
    version: 0,
    identifier: 'New.Comer@example.com',
    isActive: true,
    formData: [{ marker: 'name_reg', type: 'string', value: 'New Comer' }],
    notificationData: { email: 'notices@example.com', phonePush: ['+15550001'] },
    locale: 'en_US',
    state: {},
    rating: {},
    deletedAt: null,
    isDeleted: false,
    importId: null,
  });
  assert.equal(last().status, 201);
  assert.deepEqual(wire().formData, localized(user.formData));
  assert.equal(wire().authProviderId, 1); // the SDK's schema does not know it
  assert.equal(AuthProvider.state.accessToken, undefined);
});

test('sign-up: a login is unique, whatever its case', async () => {
  const { AuthProvider } = connect();
  await refused(AuthProvider.signUp('email', registration(DEMO.email)), 400, 'User already exists');
  await refused(AuthProvider.signUp('email', registration('YOUR-User@EMAIL.com')), 400, 'User already exists');
  const first = await AuthProvider.signUp('email', registration('twice@example.com'));
  assert.equal(first.identifier, 'twice@example.com');
  await refused(AuthProvider.signUp('email', registration('twice@example.com')), 400, 'User already exists');
});

test('sign-up: what a registration form refuses', async () => {
  const { AuthProvider } = connect();
  const email = 'nobody.yet@example.com';
  const missing = (markers) => `required values are missing or incorrect: ${markers}`;
  const incorrect = (marker) => `formData's marker '${marker}' value is missing or incorrect`;
  const signUp = (more, marker = 'email') => AuthProvider.signUp(marker, registration(email, more));
  const name = { marker: 'name_reg', type: 'string', value: 'N' };

  await refused(signUp({}, 'nope'), 400, 'Auth provider is not defined');
  await refused(signUp({}, 'phone'), 400, 'Auth provider is not defined');
  await refused(signUp({}, 'google'), 400, 'Form of the auth provider is not defined');
  await refused(signUp({ formIdentifier: 'order' }), 400, 'Incorrect formIdentifier for provided config');
  await refused(signUp({ authData: login('not-an-address', 'a-new-secret') }), 400, missing('email_reg'));
  await refused(signUp({ authData: login(email, '1234') }), 400, missing('password_reg'));
  await refused(signUp({ authData: [{ marker: 'email_reg', value: email }] }), 400, missing('password_reg'));
  await refused(signUp({ authData: login(email, '') }), 400, ['authData.1.value should not be empty']);
  await refused(signUp({ authData: [] }), 400, ['authData should not be empty']);
  await refused(signUp({ formData: [{ ...name, value: '' }] }), 400, missing('name_reg'));
  await refused(signUp({ formData: undefined }), 400, missing('name_reg'));
  await refused(signUp({ formData: [] }), 400, missing('name_reg')); // the list itself is fine
  await refused(signUp({ formData: [name, { marker: 'shoe', type: 'string', value: '9' }] }), 400, incorrect('shoe'));
  await refused(signUp({ formData: [{ ...name, type: 'integer', value: 5 }] }), 400, incorrect('name_reg'));
  await refused(
    signUp({ formData: [name, { marker: 'phone_reg', type: 'string', value: '+1234567890123456' }] }),
    400,
    missing('phone_reg'),
  );
  await refused(AuthProvider.signUp('email', registration(email), 'english'), 400, [
    'langCode must match /^[a-zA-Z_]{2,5}$/',
  ]);
  // Nothing of that made an account.
  await refused(AuthProvider.auth('email', { authData: login(email, 'a-new-secret') }), ...UNAUTHORIZED);
});

test('sign-up: login and password that are in formData as well are left out', async () => {
  const { AuthProvider } = connect();
  const name = { marker: 'name_reg', type: 'string', value: 'New Comer' };
  const credentials = login('both@example.com', 'a-new-secret').map((one) => ({ ...one, type: 'string' }));
  const body = { ...registration('both@example.com'), formData: [...credentials, name] };
  assert.deepEqual((await AuthProvider.signUp('email', body)).formData, [name]);
  await AuthProvider.auth('email', { authData: login('both@example.com', 'a-new-secret') });
});

test('sign-up: a body that is sent a second time', async () => {
  // Defect 7 of the SDK: it puts the locale level into the caller's own object, so that the second call nests it twice.
  const { AuthProvider } = connect();
  const body = registration('again@example.com');
  assert.equal((await AuthProvider.signUp('email', body)).identifier, 'again@example.com');
  body.authData = login('once.more@example.com', 'a-new-secret');
  await refused(AuthProvider.signUp('email', body), 400, "formData's marker 'undefined' marker is required");
  assert.deepEqual(JSON.parse(last().options.body).formData, {
    en_US: [{ en_US: [{ marker: 'name_reg', type: 'string', value: 'New Comer' }] }],
  });
});

test('auth: a token pair, which the client then uses', async () => {
  const sdk = connect();
  const pair = await sdk.AuthProvider.auth('email', { authData: login(DEMO.email, DEMO.password) });
  assert.deepEqual(Object.keys(pair).sort(), [
    'accessToken',
    'authProviderIdentifier',
    'refreshToken',
    'userIdentifier',
  ]);
  assert.equal(last().status, 201);
  assert.equal(pair.userIdentifier, DEMO.email);
  assert.equal(pair.authProviderIdentifier, 'email');
  assert.match(pair.accessToken, JWT);
  assert.match(pair.refreshToken, REFRESH_TOKEN);
  const { id, userIdentifier, authProviderIdentifier, iat, exp } = claims(pair.accessToken);
  assert.deepEqual([id, userIdentifier, authProviderIdentifier, exp - iat], [16, DEMO.email, 'email', 36000]);
  assert.equal((await sdk.Users.getUser()).id, 16);
});

test('auth: what is refused', async () => {
  const { AuthProvider } = connect();
  const auth = (authData, more = {}, marker = 'email') => AuthProvider.auth(marker, { authData, ...more });
  const right = login(DEMO.email, DEMO.password);

  // Defect 3 of the SDK: after a 401 on `auth` itself it refreshes, without a refresh token, and then gives up.
  const { result, exchanges } = await watching(() => auth(login(DEMO.email, 'wrong')));
  await refused(result, ...UNAUTHORIZED);
  assert.deepEqual(summary(exchanges), [
    'POST /users-auth-providers/marker/email/users/auth -> 401',
    'POST /users-auth-providers/marker/email/users/refresh -> 400',
  ]);
  assert.deepEqual(JSON.parse(exchanges[1].text).message, ['refreshToken should not be empty']);

  await refused(auth(login('nobody@example.com', DEMO.password)), ...UNAUTHORIZED);
  await refused(auth([right[0]]), ...UNAUTHORIZED);
  await refused(auth([{ marker: 'email_code', value: NEWCOMER }], {}, 'email_code'), ...UNAUTHORIZED);
  await refused(auth(right, {}, 'nope'), 404, 'Auth provider not found');
  await refused(auth(right, {}, 'phone'), 404, 'Auth provider not found');
  await refused(auth(right, {}, 'google'), 400, 'Auth provider has no registration form');
  await refused(auth([right[1]]), 400, 'Login or password values are missed');
  await refused(auth(login(DEMO.email, '')), 400, ['authData.1.value should not be empty']);
  await refused(auth(right, { formIdentifier: 'reg' }), 400, 'formIdentifier is not allowed');
  await refused(auth(right, { langCode: 'en_US' }), 400, 'langCode is not allowed');
  await refused(auth(undefined), 400, ['authData must be an array']);
  assert.equal(AuthProvider.state.accessToken, undefined);
});

test('refresh: a new pair for the old token, once', async () => {
  const saved = [];
  const { AuthProvider, Users, tokens } = await signedIn(DEMO, {
    auth: { saveFunction: (token) => saved.push(token) },
  });
  const pair = await AuthProvider.refresh('email', tokens.refreshToken);
  assert.equal(last().status, 201);
  assert.equal(pair.userIdentifier, DEMO.email);
  assert.match(pair.accessToken, JWT);
  assert.match(pair.refreshToken, REFRESH_TOKEN);
  assert.notEqual(pair.refreshToken, tokens.refreshToken);
  assert.deepEqual(saved, [tokens.refreshToken, pair.refreshToken]);
  assert.equal((await Users.getUser()).id, 16);

  await refused(AuthProvider.refresh('email', tokens.refreshToken), ...BAD_REFRESH);
  await refused(AuthProvider.refresh('email', 'abcdef123456'), ...BAD_REFRESH);
  await refused(AuthProvider.refresh('email', ''), 400, ['refreshToken should not be empty']);
  await refused(AuthProvider.refresh('email_code', pair.refreshToken), ...BAD_REFRESH);
  await refused(AuthProvider.refresh('nope', pair.refreshToken), 404, 'Auth provider not found');
  // None of these tries spent the live token.
  assert.match((await AuthProvider.refresh('email', pair.refreshToken)).refreshToken, REFRESH_TOKEN);
});

test('refresh: bound to the device that the token was given to', async () => {
  const { tokens } = await signedIn();
  const elsewhere = connect(); // another client is another device
  await refused(elsewhere.AuthProvider.refresh('email', tokens.refreshToken), ...BAD_REFRESH);
});

test('of several refreshes at once one succeeds', async () => {
  const { AuthProvider, tokens } = await signedIn();
  const answers = await Promise.all([1, 2, 3].map(() => AuthProvider.refresh('email', tokens.refreshToken)));
  const refusals = answers.filter((answer) => 'statusCode' in answer);
  assert.equal(refusals.length, 2);
  for (const refusal of refusals) {
    await refused(refusal, ...BAD_REFRESH);
  }
});

test('devices: each client is one, and signing in again replaces it', async () => {
  const first = await signedIn();
  const second = await signedIn();
  const devices = await first.AuthProvider.getActiveSessionsByMarker('email');
  assert.equal(devices.length, 2);
  for (const device of devices) {
    assert.deepEqual(Object.keys(device), ['deviceInfo']);
    const { os, browser, location } = device.deviceInfo;
    assert.deepEqual([os, location], ['Node.js', 'en-US']);
    assert.match(browser, /^Node\.js\/[0-9a-z]{10}$/);
  }

  const again = await second.AuthProvider.auth('email', { authData: login(DEMO.email, DEMO.password) });
  assert.equal((await first.AuthProvider.getActiveSessionsByMarker('email')).length, 2);
  second.AuthProvider.setAccessToken(second.tokens.accessToken).setRefreshToken(second.tokens.refreshToken);
  await refused(second.Users.getUser(), ...UNAUTHORIZED);
  second.AuthProvider.setAccessToken(again.accessToken).setRefreshToken(again.refreshToken);
  assert.equal((await second.Users.getUser()).id, 16);
  await refused(first.AuthProvider.getActiveSessionsByMarker('nope'), 404, 'Auth provider not found');
  await refused(connect().AuthProvider.getActiveSessionsByMarker('email'), ...UNAUTHORIZED);
});

test('logout ends this device at once, and no other', async () => {
  const first = await signedIn();
  const second = await signedIn();
  await refused(second.AuthProvider.logout('email', 'abcdef123456'), ...BAD_REFRESH);
  // Defect 17 of the SDK: it forgets its tokens although the server refused.
  assert.equal(second.AuthProvider.state.accessToken, undefined);
  second.AuthProvider.setAccessToken(second.tokens.accessToken).setRefreshToken(second.tokens.refreshToken);

  assert.equal(await second.AuthProvider.logout('email', second.tokens.refreshToken), true);
  assert.equal(last().status, 201);
  second.AuthProvider.setAccessToken(second.tokens.accessToken);
  await refused(second.Users.getUser(), ...UNAUTHORIZED);
  await refused(second.AuthProvider.refresh('email', second.tokens.refreshToken), ...BAD_REFRESH);
  await refused(connect().AuthProvider.logout('email', first.tokens.refreshToken), ...UNAUTHORIZED);
  assert.equal((await first.Users.getUser()).id, 16);
});

test('logout-all ends all devices at once', async () => {
  const first = await signedIn();
  const second = await signedIn();
  assert.equal(await first.AuthProvider.logoutAll('email'), true);
  assert.equal(last().status, 201);
  assert.equal(last().options.body, undefined);
  for (const { AuthProvider, Users, tokens } of [first, second]) {
    AuthProvider.setAccessToken(tokens.accessToken);
    await refused(Users.getUser(), ...UNAUTHORIZED);
    await refused(AuthProvider.refresh('email', tokens.refreshToken), ...BAD_REFRESH);
  }
  await refused(connect().AuthProvider.logoutAll('email'), ...UNAUTHORIZED);
});

test('oauth: the pretend network signs in, and makes the account the first time', async () => {
  const sdk = connect();
  const body = (code) => ({
    client_id: 'pretend-client',
    client_secret: 'pretend-secret',
    code,
    grant_type: 'authorization_code',
    redirect_uri: 'http://localhost:3000',
  });
  const oauth = (code, marker = 'google') => sdk.AuthProvider.oauth(marker, body(code));

  const pair = await oauth('pretend:zoe@example.com');
  assert.equal(last().status, 201);
  assert.deepEqual([pair.userIdentifier, pair.authProviderIdentifier], ['zoe@example.com', 'google']);
  assert.match(pair.accessToken, JWT);
  assert.match(pair.refreshToken, REFRESH_TOKEN);
  // Defect 18 of the SDK: `oauth` does not keep the tokens that it gets.
  assert.equal(sdk.AuthProvider.state.accessToken, undefined);
  sdk.AuthProvider.setAccessToken(pair.accessToken);
  const zoe = await sdk.Users.getUser();
  assert.deepEqual([zoe.identifier, zoe.authProviderIdentifier], ['zoe@example.com', 'google']);
  sdk.AuthProvider.setAccessToken(undefined);

  const again = await oauth('pretend:zoe@example.com:second');
  assert.equal(claims(again.accessToken).id, zoe.id);
  const nobody = "We couldn't pass the oauth authentication with provided data";
  await refused(oauth('pretend:zoe@example.com'), 400, nobody); // spent
  await refused(oauth('4/0AVMBsJgwewewewewewei4D7T6E_fbswxnL3g'), 400, nobody);
  await refused(oauth('pretend:zoe@example.com:third', 'email'), 400, nobody);
  await refused(oauth('pretend:zoe@example.com:third', 'nope'), 404, 'Auth provider not found');
  await refused(oauth(''), 400, ['code should not be empty']);
});

test('accounts of one person with two providers are two accounts', async () => {
  const sdk = await newUser('two@example.com');
  const body = { code: 'pretend:two@example.com', redirect_uri: 'http://localhost:3000' };
  const pair = await sdk.AuthProvider.oauth('google', body);
  assert.notEqual(claims(pair.accessToken).id, sdk.id);
});
