// How things stand: blocked entries, GBCS versions, trials.
import { instant, make, mono, none, number, state, table } from './dom.js';

/** Entries that are published and wait. */
export function blockedSection(blocked) {
  if (blocked.length === 0) return make('div', {}, none('Nothing waits.'));
  return table(
    'Blocked entries',
    ['Number', 'Entry', 'Issue', 'Declared', 'Reason', 'Blocked since', 'Deadline', 'Standing'],
    blocked.map((line) => [
      mono(line.entryNumber),
      mono(line.entryKey),
      line.issue,
      line.declaredGbcsVersion,
      line.reason,
      instant(line.blockedSince),
      instant(line.deadline),
      state(line.standing),
    ]),
  );
}

/** The GBCS register with what is next, and what depends on it; versions that nothing is to be done about last. */
export function gbcsSection(gbcs) {
  return table(
    'GBCS versions',
    ['GBCS', 'State', 'Next change', 'Active entries', 'Device Models', 'Manufacturers'],
    gbcs
      .toSorted((a, b) => (a.nextChange?.daysLeft ?? Infinity) - (b.nextChange?.daysLeft ?? Infinity) || 0)
      .map((line) => [
        mono(line.gbcsVersion),
        state(line.state),
        line.nextChange === null ? 'none known' : whenChanges(line.nextChange),
        number(line.entries),
        number(line.models),
        number(line.manufacturers),
      ]),
  );
}

function whenChanges({ change, day, daysLeft }) {
  return `${change} ${daysLeft === 0 ? 'today' : `in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`} (${day})`;
}

/** Each trial with its devices against its limit. */
export function trialsSection(trials) {
  if (trials.length === 0) return make('div', {}, none('The agreed list has no trials.'));
  return make('div', {}, ...trials.map(trialCard));
}

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
