import { counted } from '../../domain/words/counted.ts';
import type { ActiveGovernance } from '../../contracts/governance.ts';
import { parseSettings } from '../../contracts/settings-file.ts';
import type { UploadKind } from '../../contracts/upload.ts';
import { parseAgreedList } from '../../domain/trials/agreed-list-file.ts';
import type { AgreedListRow } from '../../domain/trials/agreed-list.ts';
import type { Finding } from '../../domain/findings/finding.ts';
import { droppedVersions } from '../../domain/gbcs/gbcs-register.ts';
import { type GbcsFileReading, parseGbcsRegister } from '../../domain/gbcs/gbcs-file.ts';
import { parseCombinations } from '../../domain/gbcs/combinations-file.ts';
import type { VersionCombinations } from '../../domain/gbcs/version-combinations.ts';
import type { GbcsRegister } from '../../domain/gbcs/gbcs-register.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import { dayInWords } from '../../domain/calendar/day-in-words.ts';
import { type SettingChange, settingChanges, settingInWords } from '../../domain/settings/settings-change.ts';
import { acceptedCpl, declaredVersions } from '../cpl/accepted-cpl.ts';
import type { Arrival } from '../lane/arrival.ts';
import type { LaneView } from '../lane/decision.ts';
import type { LanePorts } from '../ports.ts';

/** The kinds of governance file. */
export type GovernanceKind = Exclude<UploadKind, 'cpl' | 'certificates'>;

const archived = (kind: GovernanceKind) => (version: number) =>
  `governance/${kind}/${String(version).padStart(6, '0')}.json`;

/** Where the archive keeps all versions of the agreed list up to one, folded. */
export function agreedListsKey(version: number): string {
  return `governance/agreed-list/${String(version).padStart(6, '0')}.history.json`;
}

/** Where the ledger says which version is active, and where the archive keeps each one. */
export const GOVERNANCE_KINDS: Readonly<
  Record<
    GovernanceKind,
    {
      readonly activeAs: Exclude<keyof ActiveGovernance, 'revision' | 'certificates'>;
      readonly key: (version: number) => string;
    }
  >
> = {
  'agreed-list': { activeAs: 'agreedList', key: archived('agreed-list') },
  'gbcs-register': { activeAs: 'gbcsRegister', key: archived('gbcs-register') },
  'version-combinations': { activeAs: 'versionCombinations', key: archived('version-combinations') },
  settings: { activeAs: 'settings', key: archived('settings') },
};

/** The content of a sound governance file. */
export type GovernanceContent =
  | { readonly kind: 'agreed-list'; readonly rows: readonly AgreedListRow[] }
  | { readonly kind: 'gbcs-register'; readonly stored: GbcsRegister }
  | { readonly kind: 'version-combinations'; readonly stored: VersionCombinations }
  | { readonly kind: 'settings'; readonly stored: Settings; readonly changes: readonly SettingChange[] };

/** A governance file as it was read: sound, perhaps with warnings, or refused. */
export type GovernanceRead =
  | { readonly outcome: 'read'; readonly content: GovernanceContent; readonly findings: readonly Finding[] }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

/** Reads a governance file by its kind: sound as a whole, or refused as a whole. */
export async function readGovernance(
  kind: GovernanceKind,
  bytes: Uint8Array,
  view: LaneView,
  ports: LanePorts,
): Promise<GovernanceRead> {
  switch (kind) {
    case 'agreed-list': {
      const { trialCertificatePattern } = view.settings;
      const cpl = await acceptedCpl(view, ports);
      const read = parseAgreedList(bytes, { trialCertificatePattern, cpl });
      return read.outcome === 'refused' ? read : { ...read, content: { kind, rows: read.rows } };
    }
    case 'gbcs-register': {
      const read = parseGbcsRegister(bytes);
      if (read.outcome === 'refused') return read;
      const dropped = await droppedFindings(read.register, view, ports);
      if (dropped.length > 0) return { outcome: 'refused', findings: [...dropped, ...read.findings] };
      const changed = versionChanges(view.register, read);
      return { ...read, findings: [...read.findings, ...changed], content: { kind, stored: read.register } };
    }
    case 'version-combinations': {
      const read = parseCombinations(bytes);
      return read.outcome === 'refused' ? read : { ...read, content: { kind, stored: read.combinations } };
    }
    case 'settings': {
      const read = parseSettings(bytes, ports.settingsFloor);
      if (read.outcome === 'refused') return read;
      const changes = settingChanges(view.settings, read.settings);
      return {
        ...read,
        findings: changes.map((change) => changeFinding(change, read.lineOf)),
        content: { kind, stored: read.settings, changes },
      };
    }
  }
}

/** What is said of a setting that changes. One that the file leaves out goes back to its default, and has no line. */
function changeFinding({ key, before, after, weakens }: SettingChange, lineOf: ReadonlyMap<string, number>): Finding {
  const message = `It was ${settingInWords(before)} and is ${settingInWords(after)} now${weakens ? ': less is checked, held or reported than before. DCC operations are notified' : ''}.`;
  return {
    code: weakens ? 'SET-WEAKENED' : 'SET-CHANGED',
    severity: 'warning',
    line: lineOf.get(key) ?? 0,
    field: key,
    value: after,
    message,
  };
}

/**
 * What is said of each version of which the register says something else than the one that was active. A version that
 * the register leaves out has no line.
 */
function versionChanges(
  before: GbcsRegister,
  { register, lineOf }: Extract<GbcsFileReading, { outcome: 'read' }>,
): readonly Finding[] {
  const old = new Map(before.map((row) => [row.gbcsVersion, row]));
  const next = new Map(register.map((row) => [row.gbcsVersion, row]));
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((version) => {
    const [was, is] = [statusOf(old.get(version)), statusOf(next.get(version))];
    if (was === is) return [];
    const message = `GBCS ${version} was ${was} and is ${is} now.`;
    const line = lineOf.get(version) ?? 0;
    return [
      { code: 'GBCS-VERSION-CHANGED', severity: 'warning', line, field: 'gbcs_version', value: version, message },
    ];
  });
}

function statusOf(row: GbcsRegister[number] | undefined): string {
  if (row === undefined) return 'not in the register';
  if (!row.recognised) return 'not recognised';
  const days = [
    ...(row.validFrom === '' ? [] : [`from ${dayInWords(row.validFrom)}`]),
    ...(row.validTo === '' ? [] : [`to ${dayInWords(row.validTo)}`]),
  ];
  return ['recognised', ...days].join(' ');
}

/** Why a register is refused that leaves out versions which the lines that hold declare (R21, R23). */
async function droppedFindings(register: GbcsRegister, view: LaneView, ports: LanePorts): Promise<readonly Finding[]> {
  const uses = await declaredVersions(view, ports);
  const dropped = droppedVersions(view.register, register, new Set(uses.map(({ gbcsVersion }) => gbcsVersion)));
  if (dropped.length === 0) return [];
  const named = dropped.map((version) => {
    const entries = uses.find(({ gbcsVersion }) => gbcsVersion === version)?.entries ?? 0;
    return `${version} (${counted(entries, 'Current entry', 'Current entries')})`;
  });
  return [
    {
      code: 'GBCS-VERSION-DROPPED',
      severity: 'file',
      line: 1,
      field: 'gbcs_version',
      value: dropped.join(', '),
      message: `The register leaves out GBCS versions that entries declare, which would then be blocked: ${named.join(', ')}. Add their rows again; where the DSP no longer recognises a version, say no under recognised.`,
    },
  ];
}

/** Whether an arrival is a governance file. */
export function isGovernance<A extends Pick<Arrival, 'kind'>>(arrival: A): arrival is A & { kind: GovernanceKind } {
  return arrival.kind !== 'cpl' && arrival.kind !== 'certificates';
}
