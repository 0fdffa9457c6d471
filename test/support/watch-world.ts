import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import { mailClaims } from '../../functions/adapters/mail-claims.ts';
import { noticeBook } from '../../functions/adapters/notice-book.ts';
import type { DspChange } from '../../functions/contracts/dsp-change.ts';
import type { Reconsider, SuspendTrial } from '../../functions/contracts/lane-command.ts';
import { type AgreedList, EMPTY_AGREED_LIST } from '../../functions/domain/trials/agreed-list.ts';
import { type Certificates, NO_CERTIFICATES } from '../../functions/domain/cpl/certificates.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import { duisDeviceModel } from '../../functions/domain/cpl/cpl-entry.ts';
import { DEFAULT_GBCS_REGISTER, type GbcsRegister } from '../../functions/domain/gbcs/gbcs-register.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../functions/domain/settings/settings.ts';
import { mailOnce } from '../../functions/email/mail-once.ts';
import { keepWatch } from '../../functions/watch/keep-watch.ts';
import type { WatchPorts } from '../../functions/watch/ports.ts';
import { fakeDevices } from './fake-devices.ts';
import { FakeLedger } from './fake-ledger.ts';
import { fakeMailer, movableClock } from './fake-mail.ts';
import { FakeObjects } from './fake-objects.ts';
import { RECIPIENTS } from './recipients.ts';

/** All that the watch touches, in memory. */
export function watchWorld(now: string) {
  const ledger = new FakeLedger();
  const archive = new FakeObjects();
  const mailer = fakeMailer();
  const clock = movableClock(now);
  const devices = fakeDevices();
  const asked: (Reconsider | SuspendTrial)[] = [];
  /** Changes that are not in the DSP yet, by the log of their decision. */
  const undelivered = new Map<string, DspChange[]>();
  const lists: AgreedList[] = [EMPTY_AGREED_LIST];
  const entries: CplEntry[] = [];
  let certificates: Certificates = NO_CERTIFICATES;
  let register: GbcsRegister = DEFAULT_GBCS_REGISTER;
  let settings: Settings = DEFAULT_SETTINGS;
  const ports: WatchPorts = {
    ledger,
    archive,
    async *undelivered({ effectsKey }) {
      yield* undelivered.get(effectsKey) ?? [];
    },
    governance: {
      gbcsRegister: async () => register,
      settings: async () => settings,
      certificates: async () => certificates,
      agreedListHistory: async () => foldedLists(lists),
    },
    devices,
    models: {
      ofModel: async (manufacturer, model) =>
        entries.filter((entry) => entry.manufacturerIdentifier === manufacturer && duisDeviceModel(entry) === model),
    },
    notices: noticeBook(ledger),
    acceptedModels: async () => new Map(),
    lane: { ask: async (command) => void asked.push(command) },
    mailOnce: mailOnce({ claims: mailClaims(ledger), mailer, clock }),
    clock,
    readyLetters: { keep: async () => undefined },
    recipients: RECIPIENTS,
  };
  const watch = (over: Partial<WatchPorts> = {}) => keepWatch({ watch: 'all' }, { ...ports, ...over });
  /** Runs as the function does: it fails with what the run ended with. */
  const run = async (over: Partial<WatchPorts> = {}) => {
    const { summary, fault } = await watch(over);
    if (fault !== undefined) throw fault;
    return summary;
  };
  return {
    ledger,
    archive,
    mailer,
    clock,
    devices,
    asked,
    undelivered,
    lists,
    entries,
    ports,
    watch,
    run,
    recognise: (next: GbcsRegister) => void (register = next),
    publish: (known: Certificates) => void (certificates = known),
    set: (some: Partial<Settings>) => void (settings = { ...settings, ...some }),
  };
}
