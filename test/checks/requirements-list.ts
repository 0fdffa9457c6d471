/** What a requirement asks for: a thing the pipeline does, data it must hold, a rule, a human process, a test, a note. */
export type RequirementKind = 'sys' | 'data' | 'rule' | 'proc' | 'test' | 'note';

/** One numbered requirement, in our own words, with the part of the source documents it comes from. */
export type Requirement = {
  readonly id: `R${number}`;
  readonly kind: RequirementKind;
  readonly title: string;
  readonly source: string;
};

const CPL = 'CPL18';
const PIA = 'PIA';
const WG22 = 'WG22';
const WG21 = 'WG21';

/** The source documents by the short names that the list and the code use. */
export const SOURCES: Readonly<Record<string, string>> = {
  CPL18: 'SECP_56x_2205_01, CPL processing issue, 22 May 2018',
  PIA: 'SECMP0172 / CR4670 Preliminary Impact Assessment v0.4, 13 June 2022',
  WG22: 'MP172 working group summary, July 2022',
  WG21: 'MP078 working group summary, December 2021',
};

const r = (number: number, kind: RequirementKind, title: string, source: string): Requirement => ({
  id: `R${number}`,
  kind,
  title,
  source,
});

/** Every requirement, by theme as the documents give them. */
export const REQUIREMENTS: readonly Requirement[] = [
  r(1, 'sys', 'Only Device Models on the CPL may join the inventory', `${WG22}; ${CPL} s2`),
  r(2, 'data', 'The list is by Device Type and Device Model, with its Assurance Certificates', `${CPL} s2`),
  r(3, 'data', 'Each entry carries its SMETS or CHTS version and its GBCS version', `${CPL} s2`),
  r(4, 'data', 'SMETS1 entries come from the eligible combinations, SMETS2+ entries from certificates', `${PIA} 3.2`),
  r(5, 'sys', 'The input is a csv extract from SECAS', `${CPL} s5 A`),
  r(6, 'sys', 'A submission is processed and the list provided within one Working Day', `${CPL} s5 A`),
  r(
    7,
    'sys',
    'Entries are uploaded within 24 hours: measured, warned of before, and recorded when breached',
    `${CPL} s5 A`,
  ),
  r(8, 'sys', 'A GBCS version that the DSP does not recognise blocks its entry', `${CPL} s3`),
  r(9, 'sys', 'A blocked entry stays valid and published: published and uploaded are kept apart', `${CPL} s3, s7`),
  r(10, 'sys', 'An unrecognised entry does not stop unrelated ones', `${CPL} s5`),
  r(11, 'sys', 'Blocked entries are buffered until the fix and then delivered', `${CPL} s5 A, s7`),
  r(12, 'sys', 'Buffered lines are released in their original order', `${CPL} s5 B`),
  r(13, 'sys', 'Exact duplicates of model details are refused', `${CPL} s5 B`),
  r(14, 'sys', 'A later line whose only change is the GBCS version is accepted', `${CPL} s5 B`),
  r(15, 'sys', 'A new line supersedes an entry; nothing is edited in place, and history is kept', `${CPL} s8`),
  r(16, 'sys', 'Option A: comply and buffer', `${CPL} s7, s10`),
  r(17, 'sys', 'Option B: send a substitute GBCS version, correct it later', `${CPL} s5 B, s6`),
  r(
    18,
    'data',
    'Under Option B the declared and the substituted version and the corrections outstanding are kept',
    `${CPL} s5 B`,
  ),
  r(19, 'sys', 'GBCS versions have validity periods, which may overlap', `${CPL} s2`),
  r(20, 'sys', 'The full GBCS version of the list is recorded', `${WG21}, impacts`),
  r(21, 'sys', 'A mapping table has a row for every GBCS version', `${WG21}, impacts`),
  r(22, 'sys', 'The GBCS version governs which requests, commands and alerts apply', `${CPL} s5 A`),
  r(23, 'sys', 'A GBCS version can be added ahead of its start without a software release', `${CPL} s8, s9`),
  r(24, 'sys', 'Active entries on an expired GBCS version are reported', `${CPL} s8`),
  r(
    25,
    'sys',
    'Three months from notice to correct, then listed for the Panel to consider; never removed automatically',
    `${CPL} s8, s10`,
  ),
  r(26, 'data', 'Firmware already approved keeps working while newer versions are blocked', `${CPL} App. A`),
  r(27, 'sys', 'The format of the list is not changed', `${PIA} Req 4`),
  r(28, 'data', 'A new firmware version is never demanded merely to correct a GBCS version', `${CPL} s5 B`),
  r(29, 'sys', 'Blocked entries are an incident, of category 2 by default', `${CPL} s4, App. A`),
  r(30, 'sys', 'The criteria of categories 1 and 2 are recorded with our view of each', `${CPL} App. A`),
  r(31, 'sys', 'The category is reassessed as more devices are pending', `${CPL} App. A`),
  r(
    32,
    'data',
    'An incident says which models, manufacturers and suppliers, since when, and the expected fix',
    `${CPL} s3-4, App. A`,
  ),
  r(33, 'proc', 'The Panel and Parties are notified, and notified again', `${CPL} s4, s9`),
  r(34, 'proc', 'A production change needs 20 days of notice, and a month has six hours of outage', `${CPL} s6`),
  r(35, 'sys', 'The end of a GBCS version is warned of ahead', `${CPL} s3`),
  r(
    36,
    'proc',
    'A manufacturer applies to the SSC, which approves, rejects, or asks for a risk assessment',
    `${PIA} 3.2, Req 4`,
  ),
  r(37, 'data', 'A trial certificate reference is in the existing fields of the list', `${PIA} 3.2, Req 4`),
  r(38, 'rule', 'The manufacturer already has a CPA-certified SMETS2 device', `${PIA} Req 1`),
  r(39, 'rule', 'All other certification is there, with statements of compliance', `${PIA} Req 2`),
  r(40, 'rule', 'Limits are 100 devices and 18 months by default', `${PIA} Req 3`),
  r(41, 'rule', 'Other limits need the SSC and a recorded reason', `${PIA} Req 3`),
  r(42, 'rule', 'One trial at a time per manufacturer, Device Type and variant family', `${PIA} Req 3`),
  r(43, 'rule', 'The SSC decides how often', `${PIA} Req 3`),
  r(44, 'note', 'Trials are of SMETS2+ devices that would need CPA', `${PIA} 3.3`),
  r(
    45,
    'sys',
    'The Panel is notified and updates the list; Parties learn of trials by the list',
    `${WG22}; ${PIA} 3.4`,
  ),
  r(46, 'sys', 'The SSC gives the DCC Service team manufacturer, model and firmware of a trial', `${PIA} 4.2`),
  r(47, 'sys', 'The agreed list is local configuration, by instruction and agreement of two parties', `${PIA} 4.1`),
  r(48, 'sys', 'The department is notified of trials', `${PIA} 3.4`),
  r(49, 'note', 'Who receives the submission: SECAS or the SSC', `${PIA} 3.2 against 3.4`),
  r(50, 'rule', 'Trial devices have the same configuration, certificates and duties as others', `${PIA} Req 6`),
  r(51, 'sys', 'A device has a trial attribute', `${PIA} 4.1`),
  r(52, 'sys', 'The check is made on SRV 12.2 and SRV 8.4', `${PIA} 4.1`),
  r(53, 'sys', 'Manufacturer, model and firmware together match the agreed list and set the flag', `${PIA} 4.1`),
  r(54, 'sys', 'The flag is behind a feature switch', `${PIA} 4.1`),
  r(55, 'sys', 'Details that no longer match clear the flag', `${PIA} 4.1, Req 5`),
  r(56, 'sys', 'DUIS is not changed', `${WG22}; ${WG21}`),
  r(
    57,
    'sys',
    'Devices are counted against the limit, warned of near it and reported over it, never rejected',
    `${PIA} Req 3`,
  ),
  r(58, 'sys', 'At the end devices are removed or receive certified firmware', `${PIA} Req 5`),
  r(59, 'sys', 'At the end the SSC lets devices be suspended or remain pending certification', WG22),
  r(60, 'sys', 'Certified firmware clears the flag and keeps the history', `${PIA} Req 5, 4.1`),
  r(61, 'proc', 'The SSC informs the DCC Service team of changes of status', `${PIA} 4.2`),
  r(62, 'rule', 'The process is that of an expired CPA certificate', `${PIA} Req 5`),
  r(63, 'rule', 'The flag belongs to the device and survives a change of supplier', `${PIA} Req 5`),
  r(64, 'note', 'The SSC can stop approving, which ends trials without a switch', WG22),
  r(65, 'sys', 'The SSC gets reports of the trial devices in the field', `${PIA} 3.2, Req 7`),
  r(66, 'sys', 'ESI-034 and ESI-034i carry the trial attribute', `${PIA} 4.1, 4.3`),
  r(67, 'sys', 'Devices whose model is due for expiry or renewal are reported', WG22),
  r(68, 'sys', 'The report can also be derived from inventory and list without the flag', WG22),
  r(69, 'sys', 'Trial devices can be left out of OPR and service level figures', `${PIA} 5.2, 3.4`),
  r(70, 'note', 'No further reporting is expected', `${PIA} Req 7`),
  r(71, 'sys', 'Protective monitoring', `${PIA} 5.1`),
  r(72, 'sys', 'Unexpected behaviour and spurious alerts of trial devices are mitigated', `${PIA} 5.3`),
  r(73, 'proc', 'Adding, monitoring and removing trial devices is a documented process', `${PIA} 5.3`),
  r(74, 'note', 'Infrastructure, resilience and recovery design stay as they are', `${PIA} 5.4`),
  r(75, 'test', 'A small volume of SRV and ESI report tests', `${PIA} 6.1`),
  r(76, 'data', 'Device ids in mails are kept to the least', 'classification of the documents'),
  r(77, 'sys', 'Device type, SMETS or CHTS version and GBCS version are checked together', `${CPL} s3, s8, s9`),
  r(78, 'rule', 'All other Assurance Certificates of a trial Device Model are in place', `${WG22}; ${PIA} Req 2`),
  r(79, 'sys', 'ESI-034 carries the CPL entry number of each device', WG22),
  r(80, 'data', 'The impact is counted in devices and in the suppliers that pre-notified them', `${CPL} App. A`),
  r(81, 'sys', 'After a release those who wait are notified that installation may commence', `${CPL} s7`),
  r(82, 'sys', 'A governance file is rehearsed: flags, lines and mails, before it is activated', `${WG22}; ${PIA} 6`),
  r(83, 'sys', 'What is sent carries its classification', 'classification of the documents'),
];
