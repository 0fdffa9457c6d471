import { createHash } from 'node:crypto';
import type { NameRule } from './resource-kind.ts';

/**
 * A name for a resource that the template leaves unnamed: stack and logical id, as CloudFormation makes it, but
 * without its random end, so that a run is like the one before.
 */
export function physicalName(stack: string, logicalId: string, rule: NameRule | undefined, fifo: boolean): string {
  const suffix = fifo ? (rule?.suffix ?? '') : '';
  const longest = (rule?.longest ?? 255) - suffix.length;
  const whole = `${stack}-${logicalId}`;
  const short =
    whole.length <= longest
      ? whole
      : `${whole.slice(0, longest - 9)}-${createHash('sha256').update(whole).digest('hex').slice(0, 8)}`;
  return (rule?.lowerCase === true ? short.toLowerCase() : short) + suffix;
}
