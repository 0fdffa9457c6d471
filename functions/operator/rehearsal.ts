import { Effect } from '../contracts/effect.ts';
import type { ObjectCreated } from '../contracts/lane-command.ts';
import { LEDGER_KINDS, type LedgerReader } from '../contracts/ledger.ts';
import { findingsKeyOf, Receipt } from '../contracts/receipt.ts';
import { EMPTY_AGREED_LIST } from '../domain/trials/agreed-list.ts';
import { NO_AGREED_LISTS } from '../domain/trials/agreed-lists.ts';
import { NO_CERTIFICATES } from '../domain/cpl/certificates.ts';
import { NO_DEVICES } from '../domain/devices/device-count.ts';
import { DEFAULT_VERSION_COMBINATIONS } from '../domain/gbcs/version-combinations.ts';
import { DEFAULT_GBCS_REGISTER } from '../domain/gbcs/gbcs-register.ts';
import { DEFAULT_SETTINGS } from '../domain/settings/settings.ts';
import { arrivalOf, isExpected } from '../intake/lane/arrival.ts';
import { decideList } from '../intake/cpl/decide-list.ts';
import { decideGovernance } from '../intake/governance/decide-governance.ts';
import { declaredVersions } from '../intake/cpl/accepted-cpl.ts';
import { letters } from '../email/letters.ts';
import { READERS, type Recipients } from '../contracts/recipients.ts';
import { viewLane } from '../intake/lane/decision.ts';
import { isGovernance } from '../intake/governance/governance-files.ts';
import type { Bytes, LanePorts } from '../intake/ports.ts';
import { type GovernanceRehearsal, governanceRehearsal } from './governance-rehearsal.ts';
import { WrongUse } from './wrong-use.ts';

/** What a rehearsal reads of a pipeline, so that a file is checked by what is in force there. */
export type RehearsalBase = {
  readonly ledger: LedgerReader;
  readonly archive: Pick<LanePorts['archive'], 'read'>;
  readonly governance: LanePorts['governance'];
  /** The SMI: how many devices a removal concerns. */
  readonly devices: Pick<LanePorts['devices'], 'countByFirmware' | 'idsByFirmware'>;
};

/** A pipeline on which nothing has happened yet: the default register and settings, no list. */
export const NO_PIPELINE: RehearsalBase = {
  ledger: {
    async get(kind, ..._of) {
      const { initial } = LEDGER_KINDS[kind];
      return initial;
    },
    list: async () => [],
  },
  archive: { read: () => nothing() },
  governance: {
    agreedList: async () => EMPTY_AGREED_LIST,
    agreedListHistory: async () => NO_AGREED_LISTS,
    gbcsRegister: async () => DEFAULT_GBCS_REGISTER,
    versionCombinations: async () => DEFAULT_VERSION_COMBINATIONS,
    certificates: async () => NO_CERTIFICATES,
    settings: async () => DEFAULT_SETTINGS,
  },
  devices: { countByFirmware: async () => NO_DEVICES, idsByFirmware: () => nothing() },
};

/** Mails of a rehearsal are addressed to roles by their names. */
const ROLES: Recipients = {
  secas: [READERS.secas],
  dccOperations: [READERS.dccOperations],
  dccServiceTeam: [READERS.dccServiceTeam],
  dspServiceTeam: [READERS.dspServiceTeam],
  ssc: [READERS.ssc],
};

/** A file to check. */
export type RehearsedFile = {
  readonly key: string;
  readonly size: number;
  /** Whether a signature lies beside it; whether it is a good one can only be checked where the key is. */
  readonly isSigned: boolean;
  readonly bytes: () => Bytes;
};

/** What the lane would answer, and what an active governance file would do. */
export type Rehearsal = {
  readonly receipt: Receipt;
  /** Every single finding, as the table that comes with the receipt; '' where there is none. */
  readonly findingsCsv: string;
  readonly governance?: GovernanceRehearsal;
};

/**
 * Lets the lane decide about a file by its own rules, with everything it would write kept back: what a sender would be
 * answered, before anything is sent.
 *
 * @throws WrongUse when the file's name is not one the inbox knows.
 */
export async function rehearse(file: RehearsedFile, base: RehearsalBase, now: string): Promise<Rehearsal> {
  const arrival = arrivalOf(arrivalEvent(file, now));
  if (arrival === undefined || !isExpected(arrival)) {
    throw new WrongUse(`${file.key} is not a file of the inbox: a list is a .csv, .csv.gz, .xlsx or .xlsm file`);
  }
  const state = await base.ledger.get('lane');
  const kept: Effect[] = [];
  const ports = rehearsalPorts(file, base, { now, kept });
  const view = await viewLane(state, ports, {
    delivery: 'rehearsal',
    cause: { command: 'file', about: file.key, sentBy: 'rehearsal' },
  });
  await (isGovernance(arrival) ? decideGovernance(arrival, view, ports) : decideList(arrival, undefined, view, ports));
  // Others are recorded too: lists that are held no longer, the certificates of a workbook, the file before.
  const upload = kept.find((effect) => effect.effect === 'upload' && effect.upload.uploadId === arrival.uploadId);
  const receiptKey = upload?.effect === 'upload' ? upload.upload.receiptKey : '';
  const stored = (key: string): string | undefined => {
    const store = kept.findLast((effect) => effect.effect === 'store' && effect.key === key);
    return store?.effect === 'store' ? store.text : undefined;
  };
  const receipt = stored(receiptKey);
  if (receipt === undefined) throw new Error(`The lane gave no receipt for ${file.key}`);
  const answer = Receipt.parse(JSON.parse(receipt));
  const findingsCsv = stored(findingsKeyOf({ receiptKey })) ?? '';
  if (!isGovernance(arrival) || answer.upload.decision !== 'active') return { receipt: answer, findingsCsv };
  const uses = await declaredVersions(view, ports);
  return { receipt: answer, findingsCsv, governance: await governanceRehearsal(kept, view, uses, ports.devices) };
}

function rehearsalPorts(
  file: RehearsedFile,
  base: RehearsalBase,
  { now, kept }: { readonly now: string; readonly kept: Effect[] },
): LanePorts {
  return {
    ...base,
    senders: { inboxBucket: 'rehearsal', roleIds: { 'dsp-ingestion': 'none', watch: 'none' } },
    settingsFloor: {},
    agreedListConfirmations: 0,
    ledger: { ...base.ledger, page: async () => ({ items: [] }), put: noEffect, remove: noEffect, replace: noEffect },
    inbox: {
      read: () => file.bytes(),
      facts: async () => ({ bytes: file.size, lastModified: now, metadata: {} }),
    },
    archive: {
      read: base.archive.read,
      put: noEffect,
      writer: (key) => ({
        write: key.startsWith('changesets/')
          ? answerKeeper(kept, file.key.startsWith('governance/') ? KEPT_OF_GOVERNANCE : KEPT_OF_A_LIST)
          : noEffect,
        finish: noEffect,
        discard: noEffect,
      }),
    },
    signatures: { statusOf: async () => (file.isSigned ? 'valid' : 'missing') },
    dspUpdates: { send: noEffect, suspend: noEffect },
    devices: {
      countByFirmware: base.devices.countByFirmware,
      idsByFirmware: base.devices.idsByFirmware,
      idsOfTrial: () => nothing(),
      trialDevices: () => nothing(),
    },
    deviceModels: { ofModel: async () => [] },
    reevaluation: { request: noEffect },
    readyLetters: { keep: noEffect },
    letters: letters(ROLES),
    deadLetters: { send: noEffect },
    mailOnce: { sendOnce: async () => 'already-sent' },
    clock: { now: () => now },
  };
}

/** Of the log of a list only the answer is kept: that of a first load may have a million lines. */
const KEPT_OF_A_LIST = /^\{"effect":"(?:upload|store)"/;
const KEPT_OF_GOVERNANCE = /^\{"effect":"(?:upload|store|send|release|overtake|mail|ready-letter)"/;

function answerKeeper(kept: Effect[], isKept: RegExp): (bytes: Uint8Array) => Promise<void> {
  const decoder = new TextDecoder();
  let line = '';
  return async (bytes) => {
    const [first = '', ...others] = decoder.decode(bytes, { stream: true }).split('\n');
    line += first;
    for (const next of others) {
      if (isKept.test(line)) kept.push(Effect.parse(JSON.parse(line)));
      line = next;
    }
  };
}

function arrivalEvent(file: RehearsedFile, now: string): ObjectCreated {
  return {
    id: 'rehearsal',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    time: now,
    detail: { bucket: { name: 'rehearsal' }, object: { key: file.key, size: file.size } },
  };
}

async function noEffect(): Promise<void> {}

async function* nothing(): AsyncGenerator<never> {}
