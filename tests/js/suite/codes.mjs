// AuthProvider: one-time codes - asking, checking, activation, signing in by code, password recovery.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  codeFor,
  codesSentTo,
  connect,
  DEMO,
  last,
  login,
  NEWCOMER,
  REFRESH_TOKEN,
  refused,
  signedIn,
  VISITOR,
} from './harness.mjs';

const BY_CODE = 'email_code';
const TOO_MANY = [429, 'Too Many Requests'];
const WRONG = [400, 'Code is incorrect'];
const wrongOf = (code) => (code === '000000' ? '000001' : '000000');
const byCode = (code, email = VISITOR) => ({ authData: [{ marker: 'email_code', value: email }], code });

/** A client, and a code that was just sent to the visitor. */
async function withCode(event = 'send_code') {
  const { AuthProvider, Users } = connect();
  assert.deepEqual(await AuthProvider.generateCode(BY_CODE, VISITOR, event), {});
  return { AuthProvider, Users, code: await codeFor(VISITOR, event) };
}

test('generate-code: an empty 201, and the code travels apart from it', async () => {
  const { AuthProvider } = connect();
  for (const event of ['send_code', 'user_registration', 'password_reset']) {
    const [marker, user] = { send_code: [BY_CODE, VISITOR], user_registration: [BY_CODE, NEWCOMER] }[event] ?? [
      'email',
      DEMO.email,
    ];
    // The SDK makes an empty body into {}.
    assert.deepEqual(await AuthProvider.generateCode(marker, user, event), {});
    assert.deepEqual([last().status, last().text], [201, '']);
    assert.match(await codeFor(user, event), marker === BY_CODE ? /^\d{6}$/ : /^[A-Z0-9]{6}$/);
  }
});

test('generate-code: what is refused', async () => {
  const { AuthProvider } = connect();
  const generate = (event, user = VISITOR, marker = BY_CODE) => AuthProvider.generateCode(marker, user, event);
  await refused(generate('nope'), 404, 'Event "nope" with formType "send_code" not found');
  await refused(generate(''), 400, ['eventIdentifier should not be empty']);
  await refused(generate(undefined), 400, ['eventIdentifier should not be empty']);
  await refused(generate('send_code', 'nobody@example.com'), 400, 'User not found');
  await refused(generate('send_code', DEMO.email), 400, 'User not found'); // an account of another provider
  await refused(generate('send_code', ''), 400, ['userIdentifier should not be empty']);
  await refused(generate('send_code', VISITOR, 'nope'), 404, 'Auth provider not found');
  await refused(generate('send_code', VISITOR, 'phone'), 404, 'Auth provider not found');
  assert.equal(await codesSentTo(VISITOR), 0);
});

test('generate-code: again too soon is a 429, and the earlier code stays valid', async () => {
  const { AuthProvider, code } = await withCode();
  await refused(AuthProvider.generateCode(BY_CODE, VISITOR, 'send_code'), ...TOO_MANY);
  await refused(AuthProvider.generateCode(BY_CODE, VISITOR, 'password_reset'), ...TOO_MANY);
  assert.equal(await codesSentTo(VISITOR), 1);
  assert.equal(await AuthProvider.checkCode(BY_CODE, VISITOR, 'send_code', code), true);
});

test('check-code: true and false, without spending', async () => {
  const { AuthProvider, code } = await withCode();
  const check = (value, user = VISITOR) => AuthProvider.checkCode(BY_CODE, user, 'send_code', value);
  assert.equal(await check(code), true);
  assert.equal(await check(code), true);
  assert.equal(last().status, 201);
  assert.equal(await check(wrongOf(code)), false);
  assert.deepEqual([last().status, last().text], [201, 'false']);
  assert.equal(await check(` ${code}`), false); // as sent, not trimmed
  await refused(check(''), 400, ['code should not be empty']);
  await refused(check(code, 'nobody@example.com'), 400, 'User not found');
  await refused(AuthProvider.checkCode('nope', VISITOR, 'send_code', code), 404, 'Auth provider not found');
  assert.equal(await AuthProvider.checkCode(BY_CODE, NEWCOMER, 'send_code', code), false); // somebody else's
});

test('five wrong codes destroy the code, wherever they were sent', async () => {
  const { AuthProvider, code } = await withCode();
  const wrong = wrongOf(code);
  // The counter is the user's: check-code, auth, activate and change-password share it.
  assert.equal(await AuthProvider.checkCode(BY_CODE, VISITOR, 'send_code', wrong), false);
  await refused(AuthProvider.auth(BY_CODE, byCode(wrong)), 401, 'Unauthorized');
  await refused(AuthProvider.activateUser(BY_CODE, VISITOR, wrong), ...WRONG);
  await refused(AuthProvider.changePassword(BY_CODE, VISITOR, 'send_code', 2, wrong, 'next-secret'), ...WRONG);
  await refused(AuthProvider.checkCode(BY_CODE, VISITOR, 'send_code', wrong), ...TOO_MANY);
  assert.equal(await AuthProvider.checkCode(BY_CODE, VISITOR, 'send_code', code), false);
  await refused(AuthProvider.auth(BY_CODE, byCode(code)), 401, 'Unauthorized');
  await refused(AuthProvider.generateCode(BY_CODE, VISITOR, 'send_code'), ...TOO_MANY);
});

test('auth by code: signs in, and spends the code', async () => {
  const { AuthProvider, Users, code } = await withCode();
  const pair = await AuthProvider.auth(BY_CODE, byCode(code));
  assert.deepEqual([pair.userIdentifier, pair.authProviderIdentifier], [VISITOR, BY_CODE]);
  assert.match(pair.refreshToken, REFRESH_TOKEN);
  const { id, authProviderIdentifier, formIdentifier } = await Users.getUser();
  assert.deepEqual([id, authProviderIdentifier, formIdentifier], [14, BY_CODE, 'reg_code']);

  const other = connect();
  await refused(other.AuthProvider.auth(BY_CODE, byCode(code)), 401, 'Unauthorized'); // spent
  assert.equal(await AuthProvider.checkCode(BY_CODE, VISITOR, 'send_code', code), false);
  assert.equal((await AuthProvider.refresh(BY_CODE, pair.refreshToken)).userIdentifier, VISITOR);
});

test('auth by code: the code may be an entry of authData', async () => {
  const { AuthProvider, code } = await withCode();
  const { authData } = byCode();
  const pair = await AuthProvider.auth(BY_CODE, { authData: [...authData, { marker: 'code', value: code }] });
  assert.equal(pair.userIdentifier, VISITOR);
});

test('activation: a new account signs in only after its code', async () => {
  const { AuthProvider, Users } = connect();
  const email = 'fresh@example.com';
  const user = await AuthProvider.signUp(BY_CODE, {
    formIdentifier: 'reg_code',
    authData: [{ marker: 'email_code', value: email }],
    formData: { marker: 'name_reg', type: 'string', value: 'Fresh' },
    notificationData: { email, phonePush: [] },
  });
  assert.deepEqual([user.id, user.isActive], [17, false]);
  const code = await codeFor(email, 'user_registration'); // registration sends the first one by itself
  await refused(AuthProvider.generateCode(BY_CODE, email, 'user_registration'), ...TOO_MANY);
  await refused(AuthProvider.auth(BY_CODE, byCode(wrongOf(code), email)), 401, 'Unauthorized');
  await refused(AuthProvider.activateUser(BY_CODE, email, wrongOf(code)), ...WRONG);
  // Not active yet: even the right code does not sign in, and is not spent by the try.
  await refused(AuthProvider.auth(BY_CODE, byCode(code, email)), 401, 'Unauthorized');
  assert.equal(await AuthProvider.activateUser(BY_CODE, email, code), true);
  assert.equal(last().status, 201);
  await refused(AuthProvider.activateUser(BY_CODE, email, code), ...WRONG); // spent
  await refused(AuthProvider.auth(BY_CODE, byCode(code, email)), 401, 'Unauthorized');
  await refused(AuthProvider.activateUser(BY_CODE, 'nobody@example.com', code), 400, 'User not found');
  await refused(AuthProvider.activateUser('nope', email, code), 404, 'Auth provider not found');
  await refused(AuthProvider.activateUser(BY_CODE, email, ''), 400, ['code should not be empty']);
  await refused(Users.getUser(), 401, 'Unauthorized');
});

test('activation of an account that waited', async () => {
  const { AuthProvider } = connect();
  assert.deepEqual(await AuthProvider.generateCode(BY_CODE, NEWCOMER, 'user_registration'), {});
  const code = await codeFor(NEWCOMER, 'user_registration');
  assert.equal(await AuthProvider.checkCode(BY_CODE, NEWCOMER, 'user_registration', code), true);
  assert.equal(await AuthProvider.activateUser(BY_CODE, NEWCOMER, code), true);
});

test('change-password: by code, and it ends all sign-ins at once', async () => {
  const first = await signedIn();
  const second = await signedIn();
  const anonymous = connect().AuthProvider;
  assert.deepEqual(await anonymous.generateCode('email', DEMO.email, 'password_reset'), {});
  const code = await codeFor(DEMO.email, 'password_reset');
  const change = (value, more = {}) =>
    anonymous.changePassword(
      'email',
      more.user ?? DEMO.email,
      'password_reset',
      2,
      value,
      'my-next-secret',
      more.repeat,
    );

  await refused(change(wrongOf(code)), ...WRONG);
  await refused(change(''), 400, ['code should not be empty']);
  await refused(change(code, { repeat: 'something-else' }), 400, 'password1 and password2 must be equal');
  await refused(change(code, { user: 'nobody@example.com' }), 400, 'User not found');
  await refused(anonymous.changePassword('email', DEMO.email, 'password_reset', 2, code, ''), 400, [
    'password1 should not be empty',
    'password2 should not be empty',
  ]);
  await refused(
    anonymous.changePassword('nope', DEMO.email, 'password_reset', 2, code, 'my-next-secret'),
    404,
    'Auth provider not found',
  );
  // Nothing has changed yet, and the code has not been spent.
  assert.equal((await first.Users.getUser()).id, 16);

  assert.equal(await change(code, { repeat: 'my-next-secret' }), true);
  assert.equal(last().status, 201);
  for (const { AuthProvider, Users, tokens } of [first, second]) {
    await refused(Users.getUser(), 401, 'Unauthorized');
    await refused(AuthProvider.refresh('email', tokens.refreshToken), 400, 'Refresh token is not valid');
  }
  await refused(
    connect().AuthProvider.auth('email', { authData: login(DEMO.email, DEMO.password) }),
    401,
    'Unauthorized',
  );
  const after = await signedIn({ email: DEMO.email, password: 'my-next-secret' });
  assert.equal((await after.Users.getUser()).id, 16);
  await refused(change(code), ...WRONG); // spent
});

test('change-password: the event only chooses the message', async () => {
  const { AuthProvider } = connect();
  await AuthProvider.generateCode('email', DEMO.email, 'send_code');
  const code = await codeFor(DEMO.email, 'send_code');
  assert.equal(
    await AuthProvider.changePassword('email', DEMO.email, 'no_such_event', 1, code, 'another-secret'),
    true,
  );
});
