// Starts the game in the tab: fetches Python and the game at once, mounts the saves, then hands over to downslope.tab.
// `window.downslope` is all that is global: what tab.py asks of the page, and what tests look at.
import { Stage, size } from './@{stage.mjs}';

const site = JSON.parse(document.getElementById('site').textContent);
const of = id => document.getElementById(id);
const HOME = '/home/downslope', GAME = '/game';
const began = performance.now();
const told = [];
const log = (...words) => { told.push(words.join(' ')); if (told.length > 500) told.shift() };
let python, stage, keeping, again = false, unkept = false;

class Told extends Error {}                                // a sentence for the player

// -- what is fetched, and how much of it is here ----------------------------------------------------------------------
const counts = name => !/\.(m?js|css)$/.test(name);       // of scripts nothing is heard until they are here
const received = {}, whole = Object.entries(site.bytes).reduce((sum, [name, bytes]) => sum + (counts(name) ? bytes : 0), 0);
const key = url => new URL(url, location.href).pathname.split('/').pop().replace(/-[0-9a-f]{10}(?=\.)/, '');

function show() {
  const share = Object.entries(received).reduce((sum, [name, bytes]) => sum + Math.min(bytes, site.bytes[name] ?? 0), 0) / whole;
  of('bar').value = share;
  if (!python && !ended) of('state').textContent = `Fetching Python, ${(share * site.total / 1e6).toFixed(1)} of ${(site.total / 1e6).toFixed(1)} MB`;
}

async function counted(url) {
  const name = key(url);
  let answer;
  try { answer = await native(url) } catch (error) { throw missing(name, error) }
  if (!answer.ok) throw missing(name, answer.status);
  const source = answer.body.getReader();
  const body = new ReadableStream({ async pull(out) {
    let piece;
    try { piece = await source.read() } catch (error) { out.error(error); return fatal(missing(name, error)) }
    if (piece.done) return out.close();
    received[name] = (received[name] ?? 0) + piece.value.length; show();
    out.enqueue(piece.value);
  } });
  return new Response(body, { status: answer.status, headers: answer.headers });
}

function missing(name, why) {
  log('not fetched:', name, why);
  const blocked = site.host ? ` Your school may block ${site.host}: ask for the offline copy.` : '';
  return new Told(`${name} could not be fetched.${blocked} Try again when the network is there.`);
}

const native = window.fetch.bind(window), early = new Map();
function fetchEarly(url) {
  const full = new URL(url, location.href).href, coming = counted(full);
  coming.catch(fatal);                                     // Python itself would wait for it for ever
  early.set(full, coming);
}
window.fetch = (asked, options) => {
  const full = new URL(asked.url ?? asked, location.href).href, coming = early.get(full);
  early.delete(full);
  return coming ?? (key(full) in site.bytes ? counted(full) : native(asked, options));
};

// -- saves ------------------------------------------------------------------------------------------------------------
const sync = load => new Promise((done, failed) => python.FS.syncfs(load, error => error ? failed(error) : done()));
const within = (seconds, work) => Promise.race([work, new Promise((_, failed) => setTimeout(() => failed('no answer'), 1000 * seconds))]);

async function mount() {
  python.FS.mkdirTree(HOME);
  try {
    if (!window.indexedDB) throw 'there is no storage';
    python.FS.mount(python.FS.filesystems.IDBFS, {}, HOME);
    await within(10, sync(true));
    return true;
  } catch (error) { log('no saves here:', error); return false }
}

// Two tabs that write the same files would undo each other: the first one keeps them.
const alone = () => new Promise(done => {
  if (!navigator.locks) return done(true);                 // a page without https
  navigator.locks.request('downslope', { ifAvailable: true }, lock => { done(!!lock); return lock && new Promise(() => {}) });
});

function keep() {                                          // one at a time; what comes meanwhile makes one more
  if (!page.stores) return Promise.resolve();
  if (keeping) { again = true; return keeping }
  keeping = sync(false).catch(error => {
    log('saves not kept:', error);
    if (!unkept && page.first) { unkept = true; page.tab.note_unkept() }
  }).then(() => {
    keeping = null;
    if (again) { again = false; return keep() }
  });
  return keeping;
}

// -- an alarm that rings in a loop of Python, too ------------------------------------------------------------------------
// The interpreter looks into a buffer every few lines, for the number of a signal. This one looks at the clock when it is asked.
const SIGALRM = 14;
let due = 0, every = 0;                                    // milliseconds; 0: no alarm
const bell = {
  get 0() {
    const now = performance.now();
    if (!due || now < due) return 0;
    due = every && now + every;
    return SIGALRM;
  },
  set 0(heard) {},
};
function alarm(first, again) {
  due = first && performance.now() + 1000 * first; every = 1000 * again;
  python.setInterruptBuffer(first ? bell : undefined);
}

// -- what tab.py asks of the page ---------------------------------------------------------------------------------------
const page = window.downslope = {
  query: location.search, address: location.origin + location.pathname, stores: false, other: false, first: 0, log: told,
  size() { const [wide, high, cssWide] = size(of('stage')); return [wide, high, wide / cssWide] },
  keep, alarm,
  shown() {
    page.first = performance.now() - began;
    of('start').hidden = true;
    log('first frame', Math.round(page.first), 'ms');
    stage.ready();
    if ('serviceWorker' in navigator && window.isSecureContext) navigator.serviceWorker.register('../sw.js').catch(error => log('not kept for later:', error));
  },
  leave() { stage.leave() },
  copy(text) { navigator.clipboard?.writeText(text).catch(() => prompt('Copy this:', text)) },
  paste() { const text = stage.pasted; stage.pasted = ''; return text || prompt('The code, or the link:') || '' },
  download(name, text) { stage.download(name, text) },
  choose() { of('file').click() },                         // a press of the player has asked for it
  async fetch(address, answer) {                           // of this host alone; the game has looked at the address
    try {
      const found = await fetch(address, { redirect: 'error', credentials: 'omit' });
      if (!found.ok) throw `${found.status} ${found.statusText}`;
      answer(python.toPy(new Uint8Array(await found.arrayBuffer())), '');
    } catch (error) { answer(undefined, String(error?.message ?? error)) }
  },
};

// -- the start ------------------------------------------------------------------------------------------------------------
async function start() {
  if (typeof WebAssembly !== 'object') throw new Told('This browser has no WebAssembly. A newer one, or Downslope for the desktop, will do.');
  of('bar').hidden = false; show();
  for (const name of ['pyodide.asm.wasm', 'python_stdlib.zip']) fetchEarly(site.python + name);
  fetchEarly(site.archive);
  const { loadPyodide } = await import(new URL(site.python + 'pyodide.mjs', location.href).href).catch(error => { throw missing('pyodide.mjs', error) });
  const place = new URL(site.python, location.href).href;
  python = page.python = await loadPyodide({
    indexURL: place, packageBaseUrl: place, lockFileURL: new URL(site.lock, location.href).href,
    packages: site.packages, stdout: log, stderr: log,
    env: { HOME: '/home', DOWNSLOPE_HOME: HOME, SDL_EMSCRIPTEN_KEYBOARD_ELEMENT: '#canvas', PYGAME_HIDE_SUPPORT_PROMPT: '1' },
  });
  log('python', Math.round(performance.now() - began), 'ms');
  of('state').textContent = 'Unpacking the valley …';
  of('bar').removeAttribute('value');
  const archive = await (await fetch(site.archive)).arrayBuffer();
  window.fetch = native;
  await new Promise(done => setTimeout(done));             // the sentence is seen before the work begins
  python._api._skip_unwind_fatal_error = true;             // SDL's main loop ends by an unwind that is no error
  python.FS.mkdirTree(GAME);
  python.unpackArchive(archive, 'bztar', { extractDir: GAME });
  python.runPython(`import sys; sys.path.insert(0, "${GAME}/game")`);
  page.stores = await mount();
  if (page.stores && !await alone()) { page.stores = false; page.other = true }
  log('unpacked', Math.round(performance.now() - began), 'ms');
  of('canvas').hidden = false;
  python.canvas.setCanvas2D(of('canvas'));
  const tab = page.tab = python.pyimport('downslope.tab');
  stage = new Stage(python, tab, page);
  log('imported', Math.round(performance.now() - began), 'ms');
  await tab.play(page);
  await keep();
  location.href = '../';                                   // the player is done
}

let ended = false;
function fatal(error) {
  log('FATAL', error?.stack || error);
  if (ended) return;                                       // the first reason is the one
  ended = true;
  const sentence = error instanceof Told ? error.message
    : page.first ? 'The game has stopped. What you did is kept; the details help to mend it.'
      : 'The game could not start in this browser. A newer one may help.';
  of('start').hidden = false; of('bar').hidden = true; of('again').hidden = of('details').hidden = false;
  of('state').textContent = sentence;
  of('again').focus();
}

of('again').addEventListener('click', () => location.reload());
of('details').addEventListener('click', async () => {
  const details = [`Downslope in a tab, ${navigator.userAgent}`, ...told].join('\n');
  try { await navigator.clipboard.writeText(details); of('details').textContent = 'Copied' } catch { prompt('Details:', details) }
});
if (location.protocol !== 'file:') start().catch(fatal);   // else the page says itself what to do
