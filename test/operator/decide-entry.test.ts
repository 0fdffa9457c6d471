import { afterEach, describe, expect, test } from 'vitest';
import type { LaneCommand } from '../../functions/contracts/lane-command.ts';
import { decidedAbout } from '../../functions/domain/cpl/decided-entry.ts';
import { decide } from '../../functions/operator/commands/decide.ts';
import { certificatesOf } from '../support/certificates.ts';
import { servedPages } from '../support/console-pages.ts';
import { entryOf, held, orderOf } from '../support/fake-operator-ports.ts';
import { fakePipeline } from '../support/fake-pipeline.ts';
import { reportWorld } from '../support/report-world.ts';

const NOW = '2026-11-02T12:00:00.000Z';

/** A pipeline with one entry whose certificate is nearly over, and a lane that records what was decided. */
function asked() {
  const { ports, ledger } = reportWorld(NOW, []);
  const model = held(entryOf('0A010A0C'), orderOf(1), 'u1');
  const certificates = certificatesOf({ '000001': { reference: 'SYN-CPA', date: '2026-12-15' } });
  const governance = { ...ports.governance, certificates: async () => certificates };
  const models = { all: () => [model] };
  const ask = async (command: LaneCommand): Promise<void> => {
    if (!('command' in command) || command.command !== 'record-decision') throw new Error('Another command');
    const { decided, commandId, requestedBy: by } = command;
    const about = decidedAbout(model, certificates.get('000001')?.cpa);
    await ledger.put('sscDecisions', { ...decided, commandId, by, principal: 'AIDA', at: NOW, about });
  };
  return { ledger, ask, reached: { ports: { ledger }, reportPorts: { ...ports, governance, models } } };
}

let pages: Awaited<ReturnType<typeof servedPages>> | undefined;
afterEach(() => pages?.close());

describe('cpl decide', () => {
  const run = (words: string[], options: { reference?: string; on?: string } = {}) =>
    fakePipeline({}, asked()).run(decide, words, options);

  test('[R62] says what is recorded about an entry, and what it asks of whom', async () => {
    const { text } = await run(['000001', 'remove'], { reference: 'SSC 2026/11-3' });
    expect(text).toMatch(/about entry 000001\.\nSECAS: Mark the entry as Removed/);
  });

  test.each([
    [['000999', 'remove'], { reference: 'x' }, 'Nothing is asked about entry 000999'],
    [['12', 'remove'], { reference: 'x' }, 'the entry number is not six digits'],
    [['000001', 'ponder'], { reference: 'x' }, 'the decision (remove, extend, correct)'],
    [['000001', 'remove'], {}, 'the reference says nothing'],
    [['000001', 'remove'], { reference: 'x', on: '2026-02-31' }, '2026-02-31 is not a valid date: use yyyy-mm-dd'],
    [['000001', 'remove'], { reference: 'x', on: '2031-01-01' }, '2031-01-01 is still to come'],
  ])('refuses %j %j with what is wrong', async (words, options, complaint) => {
    await expect(run(words, options)).rejects.toThrow(complaint);
  });
});

describe('the page of decisions', () => {
  const decided = { act: 'decide', entry: '000001', decision: 'remove', reference: 'SSC 2026/11-3', on: '' };

  test('[R62] has one recorded of today, or of a day that is past', async () => {
    pages = await servedPages({}, asked());
    const { said, words } = await pages.act('/decisions', decided);
    expect(said).toMatch(/^Recorded about entry 000001\. SECAS: Mark the entry as Removed/);
    expect(words).toContain('SSC 2026/11-3 2 Nov 2026 by A. Person');
    expect((await pages.act('/decisions', { ...decided, on: '30/10/2026' })).words).toContain(
      '30 Oct 2026 by A. Person',
    );
  });

  test('[R62] takes no other day for today', async () => {
    const { ledger, ...more } = asked();
    pages = await servedPages({}, more);
    const { status, said } = await pages.act('/decisions', { ...decided, on: '31/10' });
    expect([status, said]).toEqual([400, '31/10 is not a date such as 30/11/2026']);
    expect(await ledger.list('sscDecisions')).toEqual([]);
  });
});
