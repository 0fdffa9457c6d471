declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Makes an HTTP server that speaks DynamoDB; in memory unless it has a path. */
  export default function dynalite(options: {
    readonly createTableMs?: number;
    readonly updateTableMs?: number;
    readonly deleteTableMs?: number;
  }): Server;
}

declare module 'dynalite/db/index.js' {
  import type { Readable } from 'node:stream';

  type OpenIterator = { readonly next: () => Promise<unknown>; readonly close: () => Promise<void> };
  type Read = (range?: object) => OpenIterator;
  type Database = {
    keys: Read;
    values: Read;
    readonly put: (key: string, value: object) => Promise<void>;
    /** What a query reads from, by `values`. */
    readonly createValueStream: (range?: object) => Readable;
  };

  /** The part of dynalite that makes its stores: what `dynalite()` itself calls. */
  const stores: { create: (options?: object) => { readonly db: Database } };
  export default stores;
}
