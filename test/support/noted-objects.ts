import { FakeObjects } from './fake-objects.ts';

/** A bucket that notes as what each object was put, and the pieces that were written of those that are written so. */
export class NotedObjects extends FakeObjects {
  readonly types: (readonly [string, string])[] = [];
  readonly pieces: number[] = [];

  override async put(key: string, body: string | Uint8Array, contentType = ''): Promise<void> {
    this.types.push([key, contentType]);
    this.set(key, body);
  }

  override async putNew(key: string, body: string, contentType = ''): Promise<'put' | 'there-already'> {
    this.types.push([key, contentType]);
    return super.putNew(key, body);
  }

  override writer(key: string, contentType = '', metadata = {}) {
    this.types.push([key, contentType]);
    const { write, ...writer } = super.writer(key, contentType, metadata);
    return {
      ...writer,
      write: (bytes: Uint8Array) => {
        this.pieces.push(bytes.byteLength);
        return write(bytes);
      },
    };
  }
}
