import { runTask } from './task.ts';

/** Nothing: what a bare process takes. */
void runTask({ bare: async () => ({}) });
