// The canvas within the page: its size, who has the keyboard, what is read aloud, files that are dropped.
const of = id => document.getElementById(id);
const SMALLEST = [960, 540], LARGEST = [2560, 1440];       // physical pixels, as on the desktop
const MOST = 8e6;                                          // bytes of a dropped file
const FOR_BROWSER = /^F(5|11|12)$/;
const HEARD = 200, EACH = 1000, LOOK = 300;                // letters of a sentence; milliseconds between two; how often it is asked
const TWICE = 500, NEAR = 24;                              // milliseconds and pixels between the two of a double tap

// Width and height in physical pixels, then in the page's own. The canvas has the stage's shape as far as the game allows it.
export function size(stage) {
  const box = stage.getBoundingClientRect(), wide = Math.max(1, box.width), high = Math.max(1, box.height);
  let dense = Math.min(window.devicePixelRatio || 1, 2);
  dense = Math.min(dense, LARGEST[0] / wide, LARGEST[1] / high);
  dense = Math.max(dense, SMALLEST[0] / wide, SMALLEST[1] / high);
  const physical = [wide, high].map((length, k) => Math.round(Math.min(LARGEST[k], Math.max(SMALLEST[k], length * dense))));
  return [...physical, ...physical.map(length => length / dense)];
}

export class Stage {
  constructor(python, tab, page) {
    Object.assign(this, { python, tab, page, canvas: of('canvas'), stage: of('stage'), heard: '', spoken: 0, note: 0, pasted: '', tap: null });
    this.fit();
    this.canvas.addEventListener('keydown', event => this.key(event), true);
    this.canvas.addEventListener('contextmenu', event => event.preventDefault());
    this.canvas.addEventListener('pointerdown', () => this.canvas.focus());
    of('back').addEventListener('click', () => this.canvas.focus());
    of('full').addEventListener('click', () => this.full());
    of('save').addEventListener('click', () => this.download('downslope-progress.json', this.tab.export_progress()));
    of('load').addEventListener('click', () => of('file').click());
    of('file').addEventListener('change', () => { this.drop(of('file').files); of('file').value = '' });
    document.querySelector('.bar').addEventListener('keydown', event => { if (event.key === 'Escape' || event.key === 'F6') { event.preventDefault(); this.canvas.focus() } });
    window.addEventListener('paste', event => { if (document.activeElement === this.canvas) this.pasted = event.clipboardData.getData('text') });
    this.canvas.addEventListener('pointerup', event => this.tapped(event));
    of('typed').addEventListener('beforeinput', event => this.type(event));
    of('typed').addEventListener('blur', () => { of('typed').hidden = true });
    window.addEventListener('dragover', event => event.preventDefault());
    window.addEventListener('drop', event => { event.preventDefault(); this.drop(event.dataTransfer.files) });
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.tab.keep() });
    window.addEventListener('pagehide', () => this.tab.keep());
  }

  ready() {                                                // the first frame is there
    let due;
    new ResizeObserver(() => { clearTimeout(due); due = setTimeout(() => this.resize(), 120) }).observe(this.stage);
    this.canvas.focus();
    setInterval(() => { this.mirror(); if (this.dense !== window.devicePixelRatio) this.resize() }, LOOK);   // zoomed, or on another screen
  }

  // -- size ---------------------------------------------------------------------------------------------------------------
  fit() {
    this.dense = window.devicePixelRatio;
    const [wide, high, cssWide, cssHigh] = size(this.stage);
    this.canvas.style.setProperty('--wide', `${cssWide}px`);   // SDL writes width and height itself: the style sheet wins
    this.canvas.style.setProperty('--high', `${cssHigh}px`);
    return [wide, high, wide / cssWide];
  }

  resize() { this.tab.resize(...this.fit()) }

  // -- keyboard -------------------------------------------------------------------------------------------------------------
  key(event) {
    if (event.key === 'F6') { event.preventDefault(); event.stopImmediatePropagation(); this.leave() }
    else if (event.ctrlKey || event.metaKey || FOR_BROWSER.test(event.key)) event.preventDefault = () => {};   // the browser's own stay so
  }

  // A number is typed on a phone's own keyboard: a double tap on its slider opens it.
  tapped({ pointerType, clientX, clientY, timeStamp }) {
    const before = this.tap;
    this.tap = pointerType === 'touch' ? { clientX, clientY, timeStamp } : null;
    if (!before || !this.tap || timeStamp - before.timeStamp > TWICE || Math.hypot(clientX - before.clientX, clientY - before.clientY) > NEAR) return;
    if (!/slider|dial|number/.test(this.before?.control ?? '')) return;
    of('typed').hidden = false; of('typed').value = ' ';   // a letter to take away: else Backspace says nothing
    of('typed').focus();
  }

  type(event) {
    event.preventDefault();
    const { inputType, data } = event;
    if (inputType === 'insertLineBreak') { this.tab.type_text('\r'); this.canvas.focus() }
    else this.tab.type_text(inputType.startsWith('delete') ? '\b' : data ?? '');
  }

  leave() { this.tab.keep(); of('back').focus() }

  full() {
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    done.catch(() => this.tell('This browser has no full screen.')).finally(() => this.canvas.focus());
  }

  // -- what is heard ----------------------------------------------------------------------------------------------------------
  mirror() {
    let told;
    try { told = JSON.parse(this.tab.speech()) } catch { return }
    const label = told.control ? `Downslope. ${told.control}` : 'Downslope';
    if (this.canvas.getAttribute('aria-label') !== label) this.canvas.setAttribute('aria-label', label);
    const before = this.before ?? {};
    for (const kind of ['line', 'verdict', 'toast']) if (told[kind] && told[kind] !== before[kind]) this.next = told[kind];   // the newest wins
    this.before = told;
    if (this.next && this.next !== this.heard && performance.now() - this.spoken >= EACH) {
      this.heard = this.next; this.next = ''; this.spoken = performance.now();
      of('said').textContent = this.heard.length > HEARD ? this.heard.slice(0, HEARD - 1) + '…' : this.heard;
    }
  }

  tell(sentence) {                                         // seen for a while, and heard
    if (!sentence) return;
    of('note').textContent = sentence; of('note').hidden = false;
    clearTimeout(this.note);
    this.note = setTimeout(() => { of('note').hidden = true }, 6000);
  }

  // -- files --------------------------------------------------------------------------------------------------------------------
  // What each kind may be, and whether code may run, is the game's to say; only what is much too large is never read.
  async drop(files) {
    for (const file of files) {
      if (file.size > MOST) this.tell(`${file.name} is larger than ${MOST / 1e6} MB: it is left out.`);
      else this.tab.drop(file.name, this.python.toPy(new Uint8Array(await file.arrayBuffer())));
    }
    this.canvas.focus();
  }

  download(name, text) {
    if (!text) return this.tell('There is nothing to save yet.');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
