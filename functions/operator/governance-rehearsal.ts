import * as z from 'zod/mini';
import type { Effect } from '../contracts/effect.ts';
import { AgreedList, GbcsRegister } from '../contracts/governance.ts';
import type { Mail } from '../contracts/mail.ts';
import { gbcsOutcome } from '../domain/gbcs/gbcs-register.ts';
import type { VersionUse } from '../domain/gbcs/version-use.ts';
import { affectedFirmware, trialByFirmware } from '../domain/trials/agreed-list-change.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { gateRules, type LaneView } from '../intake/lane/decision.ts';
import type { LanePorts } from '../intake/ports.ts';

/** Devices of one firmware that are counted, and devices that are named of it. */
const MOST_COUNTED = 10_000;
const MOST_NAMED = 20;
/** Lines that are named of what goes and of what waits. */
const MOST_LINES = 200;

/** Devices of one firmware that would gain the flag of a trial, lose it, or change it. */
export type FlagChange = {
  /** Manufacturer, model and firmware version: `AB01/010A030B/0002012F`. */
  readonly firmware: string;
  /** The trial before and after; null for none. */
  readonly from: string | null;
  readonly to: string | null;
  /** At most 10,000. */
  readonly devices: number;
  /** Whether there are more devices than were counted. */
  readonly atLeast: boolean;
  /** The first of them. */
  readonly deviceIds: readonly string[];
};

/** A line that would go to the DSP, or would still wait. */
export type RehearsedLine = { readonly entryKey: string; readonly gbcsVersion: string; readonly why: string };

/** What a governance file would do (R82): nothing of it is done. */
export type GovernanceRehearsal = {
  readonly flags: readonly FlagChange[];
  /** Waiting lines that would be released, and corrections that would be sent; the first 200. */
  readonly released: readonly RehearsedLine[];
  /** Lines that would still wait, with their cause; the first 200. */
  readonly waiting: readonly RehearsedLine[];
  /** GBCS versions that Current entries declare and that would no longer be let on: their next change would wait. */
  readonly noLongerRecognised: readonly Pick<VersionUse, 'gbcsVersion' | 'entries'>[];
  readonly mails: readonly Pick<Mail, 'mailId' | 'to' | 'subject'>[];
  /** Letters that would be ready to be sent by people. */
  readonly letters: readonly string[];
};

/** What is in force before and after a file. */
type InForce = Pick<LaneView, 'register' | 'agreedList'> & {
  readonly settings: Pick<Settings, 'trialFlagging'>;
};

const Switch = z.object({ trialFlagging: z.enum(['on', 'off']) });

/** Says what the effects of an activation would come to, without any of them. */
export async function governanceRehearsal(
  effects: readonly Effect[],
  before: LaneView,
  uses: readonly VersionUse[],
  devices: Pick<LanePorts['devices'], 'countByFirmware' | 'idsByFirmware'>,
): Promise<GovernanceRehearsal> {
  const after = afterwards(effects, before);
  const { waiting } = before;
  const { londonDay } = gateRules(before);
  const letsOn = ({ register }: InForce, version: string) => gbcsOutcome(register, version, londonDay) !== 'unknown';
  const gone = new Set(
    effects.flatMap((effect) =>
      effect.effect === 'release' ? [effect.order] : effect.effect === 'overtake' ? [effect.line.order] : [],
    ),
  );
  return {
    flags: await flagChanges(before, after, devices),
    released: effects
      .flatMap((effect) =>
        effect.effect === 'send'
          ? [
              {
                entryKey: effect.change.entry.entryKey,
                gbcsVersion: effect.change.gbcsVersion,
                why: effect.change.kind,
              },
            ]
          : [],
      )
      .slice(0, MOST_LINES),
    waiting: waiting
      .filter(({ order }) => !gone.has(order))
      .map(({ entry, reason }) => ({ entryKey: entry.entryKey, gbcsVersion: entry.gbcsVersion, why: reason }))
      .slice(0, MOST_LINES),
    noLongerRecognised: uses.filter(({ gbcsVersion }) => letsOn(before, gbcsVersion) && !letsOn(after, gbcsVersion)),
    mails: effects.flatMap((effect) =>
      effect.effect === 'mail'
        ? [{ mailId: effect.mail.mailId, to: effect.mail.to, subject: effect.mail.subject }]
        : [],
    ),
    letters: effects.flatMap((effect) => (effect.effect === 'ready-letter' ? [effect.letter.letterId] : [])),
  };
}

/** What would be in force: the content that the activation stores, and else what is in force now. */
function afterwards(effects: readonly Effect[], before: LaneView): InForce {
  const stored = (kind: string): unknown => {
    const store = effects.find((effect) => effect.effect === 'store' && effect.key.startsWith(`governance/${kind}/`));
    return store?.effect === 'store' ? JSON.parse(store.text) : undefined;
  };
  const [list, settings, register] = [stored('agreed-list'), stored('settings'), stored('gbcs-register')];
  return {
    agreedList: list === undefined ? before.agreedList : AgreedList.parse(list),
    settings: settings === undefined ? before.settings : Switch.parse(settings),
    register: register === undefined ? before.register : GbcsRegister.parse(register),
  };
}

/** The flag is a function of manufacturer, model and firmware, and of the switch: each firmware is counted once. */
async function flagChanges(
  before: InForce,
  after: InForce,
  devices: Pick<LanePorts['devices'], 'countByFirmware' | 'idsByFirmware'>,
): Promise<FlagChange[]> {
  const [from, to] = [trialByFirmware(shownList(before)), trialByFirmware(shownList(after))];
  const changes: FlagChange[] = [];
  for (const firmware of affectedFirmware(shownList(before), shownList(after))) {
    const [manufacturer = '', model = '', version = ''] = firmware.split('/');
    const { total, atLeast } = await devices.countByFirmware(manufacturer, model, version, MOST_COUNTED);
    const deviceIds: string[] = [];
    for await (const deviceId of devices.idsByFirmware(manufacturer, model, version)) {
      if (deviceIds.length === MOST_NAMED) break;
      deviceIds.push(deviceId);
    }
    changes.push({
      firmware,
      from: from.get(firmware) ?? null,
      to: to.get(firmware) ?? null,
      devices: total,
      atLeast,
      deviceIds,
    });
  }
  return changes;
}

/** The list by which devices show a trial: an empty one while the switch is off (R54). */
function shownList({ settings, agreedList }: InForce): Pick<LaneView['agreedList'], 'rows'> {
  return settings.trialFlagging === 'off' ? { rows: [] } : agreedList;
}
