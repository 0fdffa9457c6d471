import type { Recipients } from '../../functions/contracts/recipients.ts';

/** An address for each role. */
export const RECIPIENTS: Recipients = {
  secas: ['secas@example.org'],
  dccOperations: ['operations@example.org'],
  dccServiceTeam: ['dcc-service-team@example.org'],
  dspServiceTeam: ['dsp-service-team@example.org'],
  ssc: ['ssc@example.org'],
};
