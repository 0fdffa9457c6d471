declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Starts the emulator; see its README. */
  export default function dynalite(options?: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}
