import type { Requirement } from './requirements-list.ts';

/**
 * The requirements that a document meets, alone or beside what a test shows of them, and why a test cannot: people do it,
 * or it asks for nothing.
 */
export const BY_DOCUMENT: ReadonlyMap<Requirement['id'], string> = new Map([
  [
    'R6',
    'the Working Day begins with a submission to SECAS, which the pipeline never sees; a test shows that a list is decided as it arrives',
  ],
  [
    'R22',
    'it is the DSP that takes or refuses a request by it; tests show that device and ESI-034 have the version which the DSP works by, a substituted one too',
  ],
  ['R33', 'SECAS sends the letters; tests show that they are ready, and that SECAS is notified'],
  ['R34', 'notice and outage are between the DCC and its users; the pipeline needs neither'],
  [
    'R36',
    'the application and its decision are the committee’s; the pipeline begins with the agreed list that carries them',
  ],
  [
    'R43',
    'it is for the committee each time; tests show that one trial may follow another, and that two of a kind do not run together',
  ],
  [
    'R45',
    'SECAS notifies Parties of an issue of the CPL; tests show that the entry of a trial is an entry as any other, and that only the two teams and the SSC are notified of an agreed list',
  ],
  ['R49', 'the sources contradict each other; the page says which reading was taken'],
  [
    'R50',
    'keys and duties are those of the network; a test shows that the record of a trial device is a record as any other',
  ],
  ['R61', 'the committee writes to the DCC Service team'],
  ['R64', 'it asks for nothing: without approvals no agreed list has a new trial'],
  [
    'R69',
    'the list has no CSP region, because neither SRV 12.2 nor 8.4 carries one: who works out a regional figure joins it by device id; tests show what is left out, month by month',
  ],
  ['R70', 'it asks for nothing; tests show which reports there are, asked for and scheduled'],
  [
    'R71',
    'rates of failure and of alerts never come to the pipeline: DCC operations ask the DSP’s service monitoring for them; segmentation is described; tests show what is measured and compared',
  ],
  [
    'R72',
    'alerts of devices go to Service Users and not to the pipeline; tests show that a burst of events is reported, and the pages say who looks at alerts',
  ],
  ['R73', 'it asks for a document'],
  ['R74', 'it asks that nothing be changed outside the pipeline'],
]);
