import { ask } from './ask.js';
import { at, londonText, make, mono, none, state, table, toneOf } from './dom.js';
import { countsList, findingsTable } from './uploads.js';

/** Takes the files that are dropped or chosen into the inbox, one after the other. */
export function takeFiles(afterEach) {
  const [drop, file] = [at('drop'), at('file')];
  const putAll = async (files) => {
    for (const each of files) {
      await put(each);
      await afterEach();
    }
  };
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
}

/** Puts a file into the inbox and shows its receipt. */
async function put(file) {
  const title = make('h3', { textContent: file.name });
  const card = make('article', { className: 'receipt' }, title, none('Being read …'));
  at('receipts').prepend(card);
  try {
    const path = `/api/upload?name=${encodeURIComponent(file.name)}`;
    const { upload, receipt } = await ask(path, { method: 'POST', body: file });
    card.classList.add(toneOf(upload.state) || 'good');
    card.replaceChildren(
      make('h3', {}, `${file.name} `, state(upload.state)),
      make('p', { textContent: receipt.outcome }),
      countsList(upload.counts),
      ...receipt.blocked.map((line) =>
        make('p', {
          textContent: `Entry ${line.entryNumber} (${line.entryKey}) waits: ${line.reason}. Due by ${londonText(line.deadline)}.`,
        }),
      ),
      ...(receipt.removed.length === 0 ? [] : [lossesTable(receipt.removed)]),
      ...(receipt.findings.length === 0 ? [] : [findingsTable(receipt.findings)]),
    );
  } catch (error) {
    card.classList.add('bad');
    card.replaceChildren(title, make('p', { textContent: error.message }));
  }
}

/** The Device Models that lose their entry, with their devices in the inventory. */
function lossesTable(removed) {
  const rows = removed.map(({ entryNumber, entryKey, devices }) => {
    const counts = Object.entries(devices).map(([status, count]) => `${count} ${status}`);
    return [mono(entryNumber), mono(entryKey), counts.length === 0 ? 'none' : counts.join(', ')];
  });
  const caption = 'Device Models that lose their entry';
  return make('div', { className: 'scroll' }, table(caption, ['Number', 'Entry', 'Devices in the inventory'], rows));
}
