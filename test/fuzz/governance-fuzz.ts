import fc from 'fast-check';
import { parseSettings } from '../../functions/contracts/settings-file.ts';
import type { AgreedListRow } from '../../functions/domain/trials/agreed-list.ts';
import { AGREED_LIST_COLUMNS } from '../../functions/domain/trials/agreed-list-cells.ts';
import { parseAgreedList } from '../../functions/domain/trials/agreed-list-file.ts';
import {
  AGREED_LIST_CONTEXT,
  AGREED_LIST_ROW,
  type AgreedListCells,
  agreedListCsv,
} from '../support/agreed-list-csv.ts';
import { type FileTally, isReadTruly } from './read-truly.ts';

const ODD = ['', '0', '-1', '1e9', '02/11/2026', '2026-02-30', '=1+1', '"', 'a,b', 'a\nb', 'é', '\u202E', 'TRIAL'];

/** A row of an agreed list, now and then with an odd cell; each of a trial and a firmware version of its own. */
const agreedRows = fc.array(
  fc.record({
    column: fc.constantFrom(...Object.keys(AGREED_LIST_ROW)),
    cell: fc.constantFrom(...ODD),
    isOdd: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn === 0),
    decision: fc.constantFrom('', 'suspend', 'remain-pending-certification'),
  }),
  { maxLength: 4 },
);
const damage = fc.record({ at: fc.nat({ max: 900 }), insert: fc.constantFrom('', '', '', '', '"', ',', '\r', '\0') });

/** Every agreed list is refused for a reason, or read as rows that, written out, are read as the same rows. */
export const agreedListsAreReadTruly = (tally: FileTally) =>
  fc.property(agreedRows, damage, (rows, { at, insert }) => {
    const text = agreedListCsv(
      ...rows.map(({ column, cell, isOdd, decision }, index) => ({
        trial_id: `T-${index}`,
        firmware_version: `0002010${index}`,
        end_decision: decision,
        justification: decision === '' ? '' : 'The SSC decided, "as before"',
        ...(isOdd ? { [column]: cell } : {}),
      })),
    );
    return isReadTruly(
      tally,
      Buffer.from(text.slice(0, at) + insert + text.slice(at)),
      (bytes) => {
        const reading = parseAgreedList(bytes, AGREED_LIST_CONTEXT);
        return reading.outcome === 'read' ? { read: reading.rows } : { refused: reading.findings };
      },
      (read: readonly AgreedListRow[]) => agreedListCsv(...read.map(cellsOf)),
    );
  });

function cellsOf(row: AgreedListRow): AgreedListCells {
  const cells = Object.entries(AGREED_LIST_COLUMNS).map(([column, field]) => [column, String(row[field])]);
  return { ...AGREED_LIST_ROW, ...Object.fromEntries(cells) };
}

/** A value that a setting takes, and now and then one that it does not. */
const mostly = (...good: readonly [unknown, ...unknown[]]) =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(-1, 1e9, 2 ** 40, '', 'yes', null, [], {}, '(a+)+$', 'x'.repeat(300)) },
  );
const settings = fc.record(
  {
    trialFlagging: mostly('on', 'off'),
    blockPolicy: mostly('entry', 'file'),
    gbcsSubstitution: fc.dictionary(fc.constantFrom('1.1', 'GBCS Version 4.2', ' 5.0'), mostly('1.0', '4.1'), {
      maxKeys: 2,
    }),
    removalGuardPercent: mostly(0, 5, 12.5, 50),
    uploadDeadlineHours: mostly(24, 20),
    uploadAtRiskHours: mostly(18, 6, 0.25),
    trialCertificatePattern: mostly('*TRIAL*', '*', 'CPA-T'),
    incidentThresholds: fc.record({ pendingModels: mostly(1, 20), ageHours: mostly(1, 24) }, { requiredKeys: [] }),
    trialLimits: fc.record({ endWarningDays: mostly([30, 7], []), warnPercent: mostly(1, 80) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

/** So are settings, damaged at one place of their text. */
export const settingsAreReadTruly = (tally: FileTally) =>
  fc.property(settings, fc.boolean(), damage, (file, isDamaged, { at, insert }) => {
    const text = JSON.stringify(file, null, 2);
    const place = at % (text.length + 1);
    return isReadTruly(
      tally,
      Buffer.from(isDamaged ? text.slice(0, place) + insert + text.slice(place + 1) : text),
      (bytes) => {
        const reading = parseSettings(bytes);
        return reading.outcome === 'read' ? { read: reading.settings } : { refused: reading.findings };
      },
      (read) => JSON.stringify(read),
    );
  });
