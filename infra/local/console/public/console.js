// The console's page: looks at the pipeline again and again, and shows what it finds. No framework.
import { alarmsInWords, alarmsSection } from './alarms.js';
import { ask, noTrouble, trouble } from './ask.js';
import { dashboardSection } from './dashboard.js';
import { at, londonText, redraw } from './dom.js';
import { takeFiles } from './drop.js';
import { mailsSection } from './mails.js';
import { queuesSection } from './queues.js';
import { incidentsSection } from './incidents.js';
import { blockedSection, gbcsSection, trialsSection } from './standing.js';
import { uploadsSection } from './uploads.js';

const LOOK_EVERY_MS = 1500;
/** Alarms and graphs are looked at less often: measuring costs the pipeline more. */
const MEASURE_EVERY_MS = 4500;

async function look() {
  const overview = await ask('/api/overview');
  const { now, uploads, blocked, incidents, incidentSteps, gbcs, trials, queues, mails } = overview;
  at('now').textContent = `${londonText(now)} in London`;
  at('now').dateTime = now;
  redraw('uploads', uploads, uploadsSection);
  redraw('incidents', { incidents, incidentSteps, blocked, hour: `${now.slice(0, 13)}:00:00.000Z` }, incidentsSection);
  redraw('blocked', blocked, blockedSection);
  redraw('gbcs', gbcs, gbcsSection);
  redraw('trials', trials, trialsSection);
  redraw('queues', queues, queuesSection);
  redraw('mails', mails, mailsSection);
}

let runbook;

async function measure() {
  runbook ??= await ask('/api/runbook');
  const alarms = await ask('/api/alarms');
  const widgets = await ask('/api/dashboard');
  redraw('alarms', { alarms, runbook }, alarmsSection);
  const states = alarms.map(({ name, state }) => ({ name, state }));
  redraw('dashboard', { widgets, alarms: states, wide: at('dashboard').clientWidth }, dashboardSection);
  const words = alarmsInWords(alarms);
  if (at('alarms-in-words').textContent !== words) at('alarms-in-words').textContent = words;
}

/** Does something again and again while the page is seen. */
async function again(every, act) {
  if (!document.hidden) await connected(act);
  setTimeout(() => again(every, act), every);
}

async function connected(act) {
  try {
    await act();
    noTrouble('connection');
  } catch (error) {
    trouble('connection', `The pipeline does not answer: ${error.message}`);
  }
}

async function lookAtAll() {
  await connected(look);
  await connected(measure);
}

for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await ask('/api/clock', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: button.dataset.advance }),
      });
      noTrouble('clock');
    } catch (error) {
      trouble('clock', `The clock did not move: ${error.message}`);
    }
    button.disabled = false;
    await lookAtAll();
  });
}

takeFiles(lookAtAll);
void again(LOOK_EVERY_MS, look);
void again(MEASURE_EVERY_MS, measure);
