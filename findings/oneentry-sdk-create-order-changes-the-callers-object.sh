#!/bin/sh
# OneEntry's JavaScript SDK changes the object that createOrder is given, so that sending it again nests the form twice.
# Needs Node 18 or later.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund oneentry@1.0.149 >/dev/null
cat > run.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { defineOneEntry } from 'oneentry';

const { version } = JSON.parse(readFileSync('node_modules/oneentry/package.json', 'utf8'));
console.log(`oneentry ${version}, node ${process.version}`);
console.log('createOrder is called twice with one and the same object, whose formData is a list, as its type asks for.');
console.log('The SDK puts the list under the language in the object of the caller. The second call puts that under the');
console.log('language once more, so a shop that tries again after a failed order sends a form that no server can read.');

const sent = [];
globalThis.fetch = async (url, options) => {
  sent.push(JSON.parse(options.body).formData);
  return new Response(JSON.stringify({ id: 1 }), { status: 201, headers: { 'Content-Type': 'application/json' } });
};
const { Orders } = defineOneEntry('https://shop.example', { token: 'app-token', langCode: 'en_US' });
const order = {
  formIdentifier: 'order',
  paymentAccountIdentifier: 'cash',
  formData: [{ marker: 'name', type: 'string', value: 'Ann' }],
  products: [{ productId: 1, quantity: 1 }],
};
await Orders.createOrder('orders', order);
await Orders.createOrder('orders', order);
sent.forEach((formData, index) => console.log(`call ${index + 1} sent formData`, JSON.stringify(formData)));
const [first, second] = sent;
const asDescribed = Array.isArray(first?.en_US) && first.en_US[0]?.marker === 'name' && Array.isArray(second?.en_US?.[0]?.en_US);
console.log(asDescribed ? 'as described' : 'CHANGED');
process.exit(asDescribed ? 0 : 1);
JS
node run.mjs
