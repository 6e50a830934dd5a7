// The official JavaScript SDK, measured once: all orders by pages, then two arrays of flat rows.
//
//   node sdk.mjs PATH_OF_THE_SDK SETTING_AS_JSON
//
// With one worker a loop, page after page; with more, so many pages at a time. Prints one line of JSON.
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

const { defineOneEntry } = createRequire(import.meta.url)(process.argv[2]);
const setting = JSON.parse(process.argv[3]);
const { AuthProvider, Orders } = defineOneEntry(setting.url, { token: setting.app_token });

function check(answer) {
  if (answer instanceof Error || answer?.statusCode >= 400) {
    throw new Error(`the SDK answered ${answer?.statusCode ?? answer}`);
  }
  return answer;
}

async function page(storage, offset) {
  const answer = await Orders.getAllOrdersByMarker(storage, 'en_US', offset, setting.page_size);
  return check(answer);
}

async function all(storage) {
  const first = await page(storage, 0);
  const pages = [first.items];
  const step = first.items.length;
  if (setting.workers === 1) {
    for (let have = step; have < first.total; have += pages.at(-1).length) {
      pages.push((await page(storage, have)).items);
    }
  } else {
    const offsets = [];
    for (let offset = step; offset < first.total; offset += step) {
      offsets.push(offset);
    }
    let next = 0;
    const work = async () => {
      while (next < offsets.length) {
        const index = next++;
        pages[index + 1] = (await page(storage, offsets[index])).items;
      }
    };
    await Promise.all(Array.from({ length: setting.workers }, work));
  }
  const orders = [];
  const lines = [];
  for (const { formData, products, ...order } of pages.flat()) {
    const row = { ...order, createdDate: new Date(order.createdDate) };
    for (const entry of formData ?? []) {
      row[`form.${entry.marker}`] = entry.value;
    }
    orders.push(row);
    products.forEach((product, line) => lines.push({ orderId: order.id, line, currency: order.currency, ...product }));
  }
  return { orders, lines };
}

check(
  await AuthProvider.auth('email', {
    authData: [
      { marker: 'email_reg', value: setting.user },
      { marker: 'password_reg', value: setting.password },
    ],
  }),
);
await all(setting.warm);

const before = process.memoryUsage.rss();
const cpu = process.cpuUsage();
const begun = performance.now();
const { orders, lines } = await all(setting.storage);
const wall_s = (performance.now() - begun) / 1000;
const used = process.cpuUsage(cpu);

const cents = orders.reduce((sum, order) => sum + Math.round(Number(order.totalSum) * 100), 0);
console.log(
  JSON.stringify({
    wall_s,
    cpu_s: (used.user + used.system) / 1e6,
    peak: process.resourceUsage().maxRSS * 1024 - before,
    size: null,
    count: { orders: new Set(orders.map((order) => order.id)).size, lines: lines.length, cents },
  }),
);
