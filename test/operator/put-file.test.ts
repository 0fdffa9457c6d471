import { describe, expect, test } from 'vitest';
import { findingsTable } from '../../functions/operator/findings-table.ts';
import { putAndWait } from '../../functions/operator/put-file.ts';
import { waitForFact } from '../../functions/operator/wait-for-fact.ts';
import { relisted } from '../support/fake-ledger.ts';
import { fakePipeline } from '../support/fake-pipeline.ts';
import { uploadOf } from '../support/fake-operator-ports.ts';
import { receiptOf } from '../support/receipts.ts';

const UPLOAD = uploadOf('u1', 'accepted');
const FILE = { key: UPLOAD.key, bytes: Buffer.from('an extract') };

/** A pipeline that decides about a file as soon as it is put, and what its ledger has at each look after that. */
function decidingPipeline(looks: (look: number) => (typeof UPLOAD)[]) {
  const { access, archive, inbox } = fakePipeline();
  let look = 0;
  const listed = relisted(access.ports.ledger, 'uploads', () => (inbox.objects.size === 0 ? [] : looks((look += 1))));
  const asked = new Set<unknown>();
  const page = async (...[, most]: readonly unknown[]) => {
    asked.add(most);
    return { items: await listed.list('uploads') };
  };
  const ledger = { ...listed, page };
  return { asked, archive, access: { ...access, ports: { ...access.ports, ledger } } };
}

describe('putting a file and waiting', () => {
  test('ends with the receipt, which is there a little later than the decision', async () => {
    const { access, archive } = decidingPipeline(() => [UPLOAD]);
    const [facts, another] = [archive.facts.bind(archive), receiptOf(uploadOf('u0', 'refused'))];
    let looks = 0;
    archive.facts = async (key) => {
      looks += 1;
      // None yet, then that of the file before under the same key, then its own.
      if (looks > 1) archive.set(key, JSON.stringify(looks === 2 ? another : receiptOf(UPLOAD)));
      return facts(key);
    };
    const { upload, receipt } = await putAndWait(access, FILE);
    expect([upload.uploadId, receipt.upload.uploadId, looks]).toEqual(['u1', 'u1', 3]);
  });

  test('looks among the newest fifty uploads, however many there are', async () => {
    const { access, archive, asked } = decidingPipeline(() => [UPLOAD]);
    archive.set(UPLOAD.receiptKey, JSON.stringify(receiptOf(UPLOAD)));
    await putAndWait(access, FILE);
    expect(asked).toEqual(new Set([50]));
  });

  test('says when the ledger has lost what it had', async () => {
    const { access, archive } = decidingPipeline((look) => (look === 1 ? [UPLOAD] : []));
    archive.set(UPLOAD.receiptKey, JSON.stringify(receiptOf(UPLOAD)));
    await expect(putAndWait(access, FILE)).rejects.toThrow('The ledger lost the upload u1');
  });

  test('looks until a fact is there, and no longer than its patience', async () => {
    expect(await waitForFact('a fact', async () => 'found')).toBe('found');
    await expect(waitForFact('a fact', async () => undefined, { ms: 50, everyMs: 10 })).rejects.toThrow(
      'Waited 0.05 s without success for a fact',
    );
  });
});

test('no findings are said in words', () => {
  expect(findingsTable([])).toBe('No findings.');
});
