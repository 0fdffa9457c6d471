import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { IncidentAct, isEmptyAct } from '../../../functions/contracts/incident-act.ts';
import { actOnIncident } from '../../../functions/operator/act-on-incident.ts';
import { incidentSummary } from '../../../functions/operator/incident-summary.ts';
import type { PipelineAccess } from '../../../functions/operator/pipeline-access.ts';
import { incidentView } from '../../../functions/operator/views/incident.ts';
import { WrongUse } from '../../../functions/operator/wrong-use.ts';
import { answerJson, bodyOf } from '../emulators/http-service.ts';

/** What an operator says has at most this many bytes. */
const MOST_BYTES = 64 * 1024;

/** Serves all that is known of one incident, also in words; answers false when there is none. */
export async function serveIncident(
  incidentId: string,
  { ports }: PipelineAccess,
  response: ServerResponse,
): Promise<boolean> {
  const details = await incidentView(ports, incidentId);
  if (details === undefined) return false;
  answerJson(response, 200, { ...details, summary: incidentSummary(details) });
  return true;
}

/** Takes what an operator says of an incident at the page: by the same command of the lane as the CLI. */
export async function takeAct(
  incidentId: string,
  request: IncomingMessage,
  access: PipelineAccess,
  response: ServerResponse,
): Promise<void> {
  const act = readAct(await bodyOf(request, MOST_BYTES));
  if (act === undefined) {
    const error = 'Say a category of 1 to 5 with a reason, a note of at most 4000 characters, or a day as yyyy-mm-dd';
    answerJson(response, 400, { error });
    return;
  }
  try {
    const said = { incidentId, act, requestedBy: 'console', commandId: randomUUID() };
    answerJson(response, 200, { outcome: await actOnIncident(said, access) });
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    answerJson(response, 400, { error: error.message });
  }
}

function readAct(body: Buffer): IncidentAct | undefined {
  try {
    const act = IncidentAct.parse(JSON.parse(body.toString('utf8')));
    return isEmptyAct(act) ? undefined : act;
  } catch {
    return undefined;
  }
}
