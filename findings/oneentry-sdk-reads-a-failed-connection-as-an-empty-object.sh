#!/bin/sh
# OneEntry's JavaScript SDK returns an empty object where no answer came, so that a check for an error code passes.
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
console.log('Errors are values in this SDK: a refused call returns the error envelope, and callers look at statusCode.');
console.log('Where the connection fails, and where a gateway answers with a web page, reading returns {} instead: an object');
console.log('without statusCode, which looks like a success without members.');

const refused = JSON.stringify({ statusCode: 403, message: 'Forbidden resource' });
const cases = {
  'refused with an envelope': async () => new Response(refused, { status: 403, headers: { 'Content-Type': 'application/json' } }),
  'connection failed': async () => {
    throw new TypeError('fetch failed');
  },
  'gateway page': async () => new Response('<html>Bad Gateway</html>', { status: 502, headers: { 'Content-Type': 'text/html' } }),
};
const found = {};
for (const [name, answer] of Object.entries(cases)) {
  globalThis.fetch = answer;
  const { Orders } = defineOneEntry('https://shop.example', { token: 'app-token' });
  found[name] = JSON.stringify(await Orders.getAllOrdersStorage());
  console.log(`getAllOrdersStorage, ${name}: ${found[name]}`);
}
const asDescribed =
  JSON.parse(found['refused with an envelope']).statusCode === 403 &&
  found['connection failed'] === '{}' &&
  found['gateway page'] === '{}';
console.log(asDescribed ? 'as described' : 'CHANGED');
process.exit(asDescribed ? 0 : 1);
JS
node run.mjs
