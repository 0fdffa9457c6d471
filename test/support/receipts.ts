import type { Mail } from '../../functions/contracts/mail.ts';
import type { Receipt } from '../../functions/contracts/receipt.ts';
import type { Upload } from '../../functions/contracts/upload.ts';
import type { Finding } from '../../functions/domain/findings/finding.ts';
import { letters } from '../../functions/email/letters.ts';
import { RECIPIENTS } from './recipients.ts';

/** A synthetic list that was accepted without a finding. */
export function acceptedUpload(fields: Partial<Upload> = {}): Upload {
  return {
    uploadId: '20261109T081500Z-1a2b3c4d',
    key: 'cpl/cpl-2.051.csv',
    kind: 'cpl',
    version: '2.051',
    decision: 'accepted',
    receivedAt: '2026-11-09T08:15:00.000Z',
    decidedAt: '2026-11-09T08:15:04.000Z',
    sha256: 'aa758690730934ff0685aa758690730934ff0685657788990011223344556677',
    counts: {
      added: 9,
      addedRemoved: 0,
      gbcsOnly: 1,
      changed: 2,
      removed: 1,
      reinstated: 0,
      unchanged: 487,
      duplicate: 0,
      disappeared: 0,
      blocked: 0,
      quarantined: 0,
    },
    findings: [],
    findingsTotal: 0,
    receiptKey: 'receipts/20261109T081500Z-1a2b3c4d.json',
    changes: 13,
    ...fields,
  };
}

/** Its receipt, or that of another upload. */
export function receiptOf(upload: Upload = acceptedUpload(), fields: Partial<Receipt> = {}): Receipt {
  return {
    contract: 'receipt/2',
    upload,
    outcome: 'Issue 2.051 accepted: 13 changes go to the DSP.',
    deadline: '2026-11-10T08:15:00.000Z',
    blocked: [],
    removed: [],
    findings: upload.findings,
    ...fields,
  };
}

/** The mail of a receipt to those who put the file in, and whom it concerns. */
export function receiptMailOf(receipt: Receipt, findingsTable = ''): Mail {
  const [mail] = letters(RECIPIENTS).receipts(receipt, findingsTable, []);
  if (mail === undefined) throw new Error('There is no receipt');
  return mail;
}

/** A synthetic finding about one row. */
export function rowFinding(fields: Partial<Finding> = {}): Finding {
  return {
    code: 'CPL-FIRMWARE-FORM',
    severity: 'row',
    line: 14,
    field: 'Device_Model.firmware_version',
    value: '12F',
    message: 'The firmware version must be exactly 8 hexadecimal characters. Correct it.',
    ...fields,
  };
}

/** A line of a receipt for an entry that waits. */
export function blockedLine(firmware: string): Receipt['blocked'][number] {
  return {
    entryKey: `ESME/AB01/010A/030B/${firmware}`,
    entryNumber: '000116',
    order: `000000000002-00000000${firmware.slice(-2)}`,
    kind: 'added',
    blockedSince: '2026-11-09T08:15:04.000Z',
    reason: 'GBCS 9.9 not recognised',
    declaredGbcsVersion: '9.9',
    deadline: '2026-11-10T08:15:00.000Z',
  };
}
