import type { IncomingMessage } from 'node:http';

/** How often an action of a service was called, and by whom: a function's name, or `client`. */
export type MeterReading = {
  readonly service: string;
  readonly action: string;
  readonly caller: string;
  readonly count: number;
};

/** Counts the requests that AWS would bill. */
export type Meter = {
  readonly count: (service: string, action: string, caller: string) => void;
  readonly readings: () => readonly MeterReading[];
  /** Calls of an action by anyone. */
  readonly total: (service: string, action?: string) => number;
  readonly reset: () => void;
};

/** A meter at zero; `heard` receives who makes each request, before it is carried out. */
export function startMeter(heard: (caller: string) => void = () => undefined): Meter {
  const counts = new Map<string, MeterReading>();
  const readings = (): readonly MeterReading[] => [...counts.values()];
  return {
    count: (service, action, caller) => {
      const key = `${service} ${action} ${caller}`;
      counts.set(key, { service, action, caller, count: (counts.get(key)?.count ?? 0) + 1 });
      heard(caller);
    },
    readings,
    total: (service, action) =>
      readings()
        .filter((reading) => reading.service === service && (action ?? reading.action) === reading.action)
        .reduce((sum, { count }) => sum + count, 0),
    reset: () => counts.clear(),
  };
}

/** The action of a request in one of AWS's JSON protocols: what follows the dot in `X-Amz-Target`. */
export function targetAction(request: Pick<IncomingMessage, 'headers'>): string | undefined {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' ? target.slice(target.lastIndexOf('.') + 1) : undefined;
}
