// The landing page's link maker: what is chosen is written as the address of a level. Without scripts the page is whole.
const known = JSON.parse(document.getElementById('catalogue').textContent).levels;
const HIDDEN = ['map', 'hints', 'auto', 'script', 'plugins', 'settings', 'bets', 'next'];
const of = id => document.getElementById(id);
const level = of('level'), knob = of('knob'), value = of('value'), number = of('number'), hide = of('hide'), link = of('link');

for (const word of HIDDEN) {
  const label = document.createElement('label'), box = document.createElement('input');
  box.type = 'checkbox'; box.value = word; box.checked = word === 'map' || word === 'hints';
  label.append(box, word); hide.append(label);
}

const chosen = () => known.find(each => each.id === level.value);
const knobOf = name => chosen().knobs.find(each => each.name === name);
const options = (list, words) => list.replaceChildren(...words.map(([key, text]) => new Option(text, key)));

function fresh(wish = '') {                                // another level: its own knobs
  options(knob, [['', 'as it is'], ...chosen().knobs.map(each => [each.name, each.name])]);
  knob.value = knobOf(wish) ? wish : '';
  values();
}

function values(wish = '') {                               // another knob: where it may stand
  const told = knobOf(knob.value), listed = !!told?.values;
  value.hidden = !listed; number.hidden = !told || listed;
  if (listed) { options(value, told.values.map(each => [each, each])); if (told.values.includes(wish)) value.value = wish }
  if (told && !listed) { number.min = told.low; number.max = told.high; number.step = told.step ?? 'any'; number.value = told.step ? told.low : '' }
  write();
}

function written() {                                       // [name, value] of all that is in the link
  const parts = [['level', level.value, 'w']];
  const set = value.hidden ? (number.hidden || !number.checkValidity() ? '' : number.value) : value.value;
  if (knob.value && set !== '') parts.push([knob.value, set.replace(/^(-?)0\./, '$1.'), 'a']);
  const away = [...hide.querySelectorAll('input:checked')].map(each => each.value);
  if (away.length) parts.push(['hide', away.join(','), 'g']);
  return parts;
}

function write() {
  link.replaceChildren(...written().flatMap(([name, text, kind], k) => {
    const part = document.createElement('span'); part.className = kind; part.textContent = text;
    return [`${k ? '&' : '?'}${name}=`, part];
  }));
}

level.addEventListener('change', () => fresh());
knob.addEventListener('change', () => values());
for (const each of [value, number, hide]) each.addEventListener('input', write);
of('copy').addEventListener('click', async () => {
  const parts = written().map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text).replaceAll('%2C', ',')}`);
  const address = new URL('play/', location.href).href + '?' + parts.join('&');
  try {
    await navigator.clipboard.writeText(address);
    of('copy').textContent = 'Copied'; of('copied').textContent = 'The link is copied.';
    setTimeout(() => { of('copy').textContent = 'Copy' }, 2000);
  } catch {
    of('copied').textContent = address; prompt('The link:', address);   // a browser that keeps the clipboard to itself
  }
});

if (known.some(each => each.id === 'goldilocks')) { level.value = 'goldilocks'; fresh('alpha'); values('.3') } else fresh();
if ('serviceWorker' in navigator && window.isSecureContext) navigator.serviceWorker.register('sw.js').catch(() => {});
