// What makes an open page keep up: it asks its own address whether it has changed, and says so when nobody answers.
import { morph } from './morph.js';
import { readCharts } from './charts.js';
import { takeDrops } from './drop.js';

const everyMs = Number(document.body.dataset.lookEvery) || 5000;
// The answer to a form that was not done has another address: there it goes on to say what is wrong.
const lookAt = document.body.dataset.lookAt || location.href;
const gone = document.getElementById('gone');
let etag = '';
let failedSince;
let timer;

/** Looks whether the page has changed; nothing new costs one answer without a body. */
async function look() {
  clearTimeout(timer);
  try {
    const answer = await fetch(lookAt, {
      cache: 'no-store',
      headers: etag === '' ? {} : { 'if-none-match': etag },
    });
    if (answer.status === 200) {
      etag = answer.headers.get('etag') ?? '';
      show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    }
    back();
  } catch {
    lost();
  }
  timer = setTimeout(look, document.hidden ? everyMs * 10 : everyMs);
}

function show(fresh) {
  document.title = fresh.title;
  for (const part of ['main', 'header', 'footer']) {
    const [old, next] = [document.querySelector(`body > ${part}`), fresh.querySelector(`body > ${part}`)];
    if (old !== null && next !== null) morph(old, next);
  }
  document.dispatchEvent(new Event('shown'));
}

function lost() {
  if (failedSince === undefined) {
    failedSince = document.querySelector('header .clock time')?.textContent ?? '';
    document.body.classList.add('lost');
  }
  gone.textContent = `The console does not answer. What you see is from ${failedSince}; nothing you do here is taken. It is asked again every ${Math.ceil(everyMs / 1000)} s.`;
  gone.hidden = false;
}

function back() {
  if (failedSince === undefined) return;
  failedSince = undefined;
  document.body.classList.remove('lost');
  gone.hidden = true;
}

// A form that is sent says so, and is sent once; while nobody answers it is not sent at all.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (failedSince !== undefined || form.dataset.sent === 'true') {
    event.preventDefault();
    gone.scrollIntoView();
    return;
  }
  if (form.method !== 'post') return;
  form.dataset.sent = 'true';
  event.submitter?.classList.add('sent');
  work((event.submitter ?? form.querySelector('button')).textContent.trim());
});

// What takes longer than a moment says that it is under way, and for how long.
const working = document.getElementById('working');
let counting;
function work(what) {
  const [words, seconds] = working.children;
  const began = performance.now();
  counting = setInterval(() => {
    if (working.hidden) words.textContent = `Under way: ${what}`;
    seconds.textContent = `${Math.round((performance.now() - began) / 1000)} s`;
    working.hidden = false;
  }, 1000);
}
function rest() {
  clearInterval(counting);
  working.hidden = true;
}

// Where something was said, there the eye is, unless someone has gone on to something else before this was loaded.
const said = document.querySelector('main .said[tabindex]');
if (said !== null && document.activeElement === document.body) {
  said.focus({ preventScroll: true });
  said.closest('.act, section')?.scrollIntoView({ block: 'center' });
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void look();
});
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) delete form.dataset.sent;
  rest();
  void look();
});
takeDrops();
readCharts();
timer = setTimeout(look, everyMs);
