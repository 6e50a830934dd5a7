#!/bin/sh
# OneEntry's JavaScript SDK loses the ranking of a product search: hits come in the order in which their details arrived.
# Needs Node 18 or later.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund oneentry@1.0.149 >/dev/null
cat > run.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { defineOneEntry } from 'oneentry';

const { version } = JSON.parse(readFileSync('node_modules/oneentry/package.json', 'utf8'));
console.log(`oneentry ${version}, node ${process.version}`);
console.log('The server ranks three hits: 1, 2, 3. The SDK asks for each hit once more, all at a time, and returns them in the');
console.log('order in which those answers came, not as the server ranked them.');

const requests = [];
globalThis.fetch = async (url) => {
  const { pathname } = new URL(url);
  requests.push(pathname);
  const id = Number(pathname.split('/').at(-1));
  if (Number.isInteger(id)) {
    await wait((4 - id) * 100); // the best hit is the slowest to come
  }
  const hit = (n) => ({ id: n, title: `Hit ${n}`, localizeInfos: { en_US: { title: `Hit ${n}` } }, attributeValues: {} });
  const value = Number.isInteger(id) ? hit(id) : [hit(1), hit(2), hit(3)];
  return new Response(JSON.stringify(value), { status: 200, headers: { 'Content-Type': 'application/json' } });
};
const { Products } = defineOneEntry('https://shop.example', { token: 'app-token' });
const hits = (await Products.searchProduct('hit')).map((one) => one.id);
console.log('requests:', requests.length, '(one search and one for each hit)');
console.log('returned:', hits.join(', '));
const asDescribed = requests.length === 4 && hits.join() === '3,2,1';
console.log(asDescribed ? 'as described' : 'CHANGED');
process.exit(asDescribed ? 0 : 1);
JS
node run.mjs
