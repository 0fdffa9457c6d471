import type { Deployment } from '../find-pipeline.ts';
import { ACCOUNT_CHECKS } from './account-checks.ts';
import { deployedStage, type StageClients } from './deployed-stage.ts';
import { examine } from './examine.ts';
import type { Point } from './point.ts';
import { RESOURCE_CHECKS } from './resource-checks.ts';

/** Looks at everything that a deployed stage is made of. */
export function examineStage(deployment: Deployment, clients?: StageClients): Promise<readonly Point[]> {
  return examine(deployedStage(deployment, clients), [...ACCOUNT_CHECKS, ...RESOURCE_CHECKS]);
}
