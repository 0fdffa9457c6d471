// The console's page: looks at the pipeline every second and a half, and shows what it finds. No framework.
const LOOK_EVERY_MS = 1500;

const TONES = {
  uploaded: 'good',
  active: 'good',
  resolved: 'good',
  'on-time': 'good',
  draining: 'wait',
  blocked: 'wait',
  held: 'wait',
  planned: 'wait',
  'at-risk': 'wait',
  refused: 'bad',
  breached: 'bad',
  ended: 'bad',
};

const COUNTS = [
  ['added', 'added'],
  ['gbcsOnly', 'GBCS only'],
  ['changed', 'changed'],
  ['removed', 'removed'],
  ['reinstated', 'reinstated'],
  ['duplicate', 'duplicate'],
  ['disappeared', 'disappeared'],
  ['unchanged', 'unchanged'],
  ['quarantined', 'rows quarantined'],
  ['blocked', 'blocked'],
  ['waiting', 'waiting now'],
];

const at = (id) => document.getElementById(id);

/** Makes an element; what is a string becomes text, never markup. */
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter((child) => child !== null));
  return element;
}

const state = (word) => make('span', { className: `state ${TONES[word] ?? ''}`, textContent: word });
const none = (text) => make('p', { className: 'none', textContent: text });
const instant = (iso) =>
  iso === null ? '' : make('time', { dateTime: iso, textContent: `${iso.slice(0, 10)} ${iso.slice(11, 19)}` });
const mono = (text) => make('span', { className: 'mono', textContent: text });
const number = (value) => Object.assign(make('span', { textContent: String(value) }), { isNumber: true });

function table(caption, heads, rows) {
  const isNumber = (column) => rows[0]?.[column]?.isNumber === true;
  const cells = (row) =>
    row.map((cell, column) =>
      make('td', { className: isNumber(column) ? 'number' : '' }, cell instanceof Node ? cell : String(cell)),
    );
  const head = (text, column) =>
    make('th', { scope: 'col', className: isNumber(column) ? 'number' : '', textContent: text });
  return make(
    'table',
    { ariaLabel: caption },
    make('thead', {}, make('tr', {}, ...heads.map(head))),
    make('tbody', {}, ...rows.map((row) => make('tr', {}, ...cells(row)))),
  );
}

function countsList(counts) {
  const shown = COUNTS.filter(([name]) => counts[name] > 0);
  return make(
    'ul',
    { className: 'counts' },
    ...shown.map(([name, word]) => make('li', { textContent: `${counts[name]} ${word}` })),
  );
}

function findingsTable(findings) {
  const rows = findings
    .slice(0, 200)
    .map(({ line, severity, code, field, value, message }) => [
      number(line),
      severity,
      make('span', { className: 'mono code', textContent: code }),
      field,
      mono(value),
      message,
    ]);
  return make(
    'div',
    { className: 'scroll' },
    table('Findings', ['Line', 'Severity', 'Code', 'Field', 'Value', 'What'], rows),
  );
}

const SECTIONS = {
  uploads: ({ uploads }) =>
    uploads.length === 0
      ? none('Nothing has arrived yet.')
      : table(
          'Uploads',
          ['File', 'State', 'Received', 'Deadline', 'Outcome', 'Findings'],
          uploads.map((line) => [
            make('span', {}, line.key, make('br'), make('small', { className: 'mono', textContent: line.uploadId })),
            state(line.state),
            instant(line.receivedAt),
            instant(line.deadline),
            countsList(line.counts),
            number(line.findings.length),
          ]),
        ),
  blocked: ({ blocked }) =>
    blocked.length === 0
      ? none('Nothing waits.')
      : table(
          'Blocked entries',
          ['Entry', 'Declared', 'Reason', 'Blocked since', 'Deadline', 'Standing'],
          blocked.map((line) => [
            mono(line.entryKey),
            line.declaredGbcsVersion,
            line.reason,
            instant(line.blockedSince),
            instant(line.deadline),
            state(line.standing),
          ]),
        ),
  trials: ({ trials }) =>
    trials.length === 0 ? none('The agreed list has no trials.') : make('div', {}, ...trials.map(trialCard)),
  queues: ({ queues }) =>
    make('div', {}, queueTable(queues), ...queues.filter(({ deadLetters }) => deadLetters > 0).map(deadLetters)),
  mails: ({ mails }) =>
    mails.length === 0 ? none('No mail was sent yet.') : make('div', {}, ...mails.map(mailButton)),
};

function trialCard(trial) {
  const limit = `${trial.devices} of ${trial.deviceLimit} devices`;
  const what = [trial.manufacturer, trial.deviceType, trial.variantFamily === 'none' ? '' : trial.variantFamily];
  return make(
    'div',
    { className: 'trial' },
    make('h3', {}, trial.trialId, state(trial.state)),
    make('small', { textContent: `${what.filter(Boolean).join(' ')} · ${trial.startDate} to ${trial.endDate}` }),
    make('meter', {
      min: 0,
      max: trial.deviceLimit,
      high: trial.deviceLimit * 0.8,
      optimum: 0,
      value: trial.devices,
      ariaLabel: `${trial.trialId}: ${limit}`,
    }),
    make('div', { textContent: limit }),
  );
}

function queueTable(queues) {
  const rows = queues.map((queue) => [
    queue.queue,
    number(queue.visible),
    number(queue.inFlight),
    Object.assign(
      make('span', { className: queue.deadLetters > 0 ? 'bad' : '', textContent: String(queue.deadLetters) }),
      {
        isNumber: true,
      },
    ),
  ]);
  return table('Queues', ['Queue', 'Visible', 'In flight', 'Dead letters'], rows);
}

function deadLetters({ queue }) {
  const inside = make('div', {});
  const details = make('details', {}, make('summary', { textContent: `Dead letters of ${queue}` }), inside);
  details.addEventListener('toggle', async () => {
    if (!details.open) return;
    const letters = await ask(`/api/dead-letters/${queue}`);
    inside.replaceChildren(
      ...letters.flatMap(({ reason, body }) => [
        make('p', {}, make('strong', { textContent: reason ?? 'Given up after its last attempt' })),
        make('pre', { textContent: body }),
      ]),
    );
  });
  return details;
}

let shownMail = '';

function mailButton(mail) {
  const button = make(
    'button',
    { type: 'button', ariaCurrent: String(mail.name === shownMail) },
    mail.subject,
    make('small', { textContent: `to ${mail.to}` }),
    make('small', {}, instant(mail.date), mail.attachments.length > 0 ? ` · ${mail.attachments.length} attached` : ''),
  );
  button.dataset.mail = mail.name;
  button.addEventListener('click', () => showMail(mail, button));
  return button;
}

/** Shows a mail as its reader sees it, in a frame that runs nothing and fetches nothing. */
function showMail(mail, button) {
  shownMail = mail.name;
  for (const other of at('mails').querySelectorAll('button')) other.ariaCurrent = String(other === button);
  const frame = make('iframe', { title: mail.subject, src: `/api/mail/${encodeURIComponent(mail.name)}/html` });
  frame.setAttribute('sandbox', '');
  const files = mail.attachments.map(({ fileName, bytes }) => `${fileName} (${Math.ceil(bytes / 1024)} kB)`);
  at('mail').replaceChildren(
    make('h3', { textContent: mail.subject }),
    make('p', {
      className: 'none',
      textContent: files.length === 0 ? 'Nothing attached.' : `Attached: ${files.join(', ')}`,
    }),
    frame,
  );
}

async function ask(path, options) {
  const answer = await fetch(path, options);
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error ?? `The pipeline answered ${answer.status}`);
  return content;
}

function trouble(text) {
  at('trouble').hidden = text === '';
  at('trouble').textContent = text;
}

const drawn = {};

/** Draws the sections that changed, and leaves the others, with whatever is open or focused in them. */
function draw(overview) {
  at('now').textContent = `${overview.now.slice(0, 10)} ${overview.now.slice(11, 19)} UTC`;
  at('now').dateTime = overview.now;
  for (const [id, section] of Object.entries(SECTIONS)) {
    const facts = JSON.stringify(id === 'queues' ? overview.queues : overview[id]);
    if (drawn[id] === facts) continue;
    drawn[id] = facts;
    const focused = at(id).contains(document.activeElement) ? document.activeElement.dataset.mail : undefined;
    at(id).replaceChildren(section(overview));
    if (focused !== undefined)
      at(id)
        .querySelector(`[data-mail="${CSS.escape(focused)}"]`)
        ?.focus();
  }
}

async function look() {
  try {
    draw(await ask('/api/overview'));
    if (at('trouble').dataset.about === 'connection') trouble('');
  } catch (error) {
    at('trouble').dataset.about = 'connection';
    trouble(`The pipeline does not answer: ${error.message}`);
  }
}

async function watch() {
  if (!document.hidden) await look();
  setTimeout(watch, LOOK_EVERY_MS);
}

/** Puts a file into the inbox and shows its receipt. */
async function put(file) {
  const card = make(
    'article',
    { className: 'receipt' },
    make('h3', { textContent: file.name }),
    none('Being looked at …'),
  );
  at('receipts').prepend(card);
  try {
    const { upload, receipt } = await ask(`/api/upload?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      body: file,
    });
    card.classList.add(TONES[upload.state] ?? 'good');
    card.replaceChildren(
      make('h3', {}, `${file.name} `, state(upload.state)),
      make('p', { textContent: receipt.outcome }),
      countsList(upload.counts),
      ...receipt.blocked.map((line) =>
        make('p', {
          textContent: `${line.entryKey} waits: ${line.reason}. Due by ${line.deadline.slice(0, 16).replace('T', ' ')} UTC.`,
        }),
      ),
      ...(receipt.findings.length === 0 ? [] : [findingsTable(receipt.findings)]),
    );
  } catch (error) {
    card.classList.add('bad');
    card.replaceChildren(make('h3', { textContent: file.name }), make('p', { textContent: error.message }));
  }
  await look();
}

const drop = at('drop');
const file = at('file');

async function putAll(files) {
  for (const each of files) await put(each);
}

file.addEventListener('change', async () => {
  await putAll([...file.files]);
  file.value = '';
});
for (const name of ['dragenter', 'dragover']) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
for (const name of ['dragleave', 'drop']) drop.addEventListener(name, () => drop.classList.remove('over'));
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  void putAll([...event.dataTransfer.files]);
});

for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await ask('/api/clock', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: button.dataset.advance }),
      });
      trouble('');
    } catch (error) {
      at('trouble').dataset.about = 'clock';
      trouble(`The clock did not move: ${error.message}`);
    }
    button.disabled = false;
    await look();
  });
}

void watch();
