import type { AccessGate } from '../access/access-gate.ts';
import type { Door } from '../access/door.ts';
import type { Meter } from '../meter.ts';

/** What every emulator asks about a request: who may come in, what it may do, and how often it was asked. */
export type Guard = { readonly door: Door; readonly gate: AccessGate; readonly meter: Meter };
