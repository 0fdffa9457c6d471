import type { Figure } from './figure.ts';
import { cpuOverSaxes } from './srv/cpu.ts';
import { requestsAndWrites } from './srv/requests.ts';

/**
 * What SRV events cost, 5 % of them repeats: requests, write units and log lines on a pipeline of this machine, by its
 * meter; and the processor time of the use case beside that of saxes alone on the same messages, in the same run.
 */
export async function srvFigures(): Promise<readonly Figure[]> {
  const { sqsRequestsPerEvent, writeUnitsOverFloor, logLinesPerBatch } = await requestsAndWrites();
  return [
    { name: 'srv.sqsRequestsPerEvent', value: sqsRequestsPerEvent, atMost: 0.31 },
    { name: 'srv.writeUnitsOverFloor', value: writeUnitsOverFloor, atMost: 1.05 },
    { name: 'srv.logLinesPerBatch', value: logLinesPerBatch, atMost: 1 },
    { name: 'srv.cpuOverSaxes', value: await cpuOverSaxes(), atMost: 3 },
  ];
}
