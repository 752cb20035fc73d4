// Keeps every file of the site: a second visit needs no network. Files have their checksum in their names, so what is kept is right;
// another state of the site is another cache, and the one before goes.
const STATE = 'downslope-{{state}}';
const FILES = {{files}};

self.addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(STATE);
  const before = (await caches.keys()).filter(name => name.startsWith('downslope-') && name !== STATE);
  for (const file of FILES) {
    const asked = new Request(file, { mode: 'cors', credentials: 'same-origin', cache: 'force-cache' });  // the page has it already
    let found;                                                   // of an older state only what has a checksum in its name
    if (/-[0-9a-f]{10}\.|\/python-|^https:/.test(file)) for (const name of before) found ??= await (await caches.open(name)).match(asked);
    if (found) await cache.put(asked, found); else await cache.add(asked);
  }
  await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('downslope-') && name !== STATE) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener('fetch', event => {
  if (event.request.method !== 'GET') return;
  event.respondWith((async () => {
    const cache = await caches.open(STATE);
    return await cache.match(event.request, { ignoreSearch: event.request.mode === 'navigate', ignoreVary: true }) ?? fetch(event.request);
  })());
});
