import { randomUUID } from 'node:crypto';
import { ServiceError } from '../http-service.ts';
import type { StoredBody } from './stored-body.ts';

/** One version of an object, or the marker that it was deleted. */
export type ObjectVersion = {
  readonly key: string;
  /** `null` in a bucket that keeps no versions, as S3 says it. */
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly lastModified: Date;
  readonly etag: string;
  readonly body: StoredBody;
  /** Headers kept with the object: content type, metadata, checksum. */
  readonly headers: Readonly<Record<string, string>>;
};

/** What a new version is made of. */
export type NewObject = Pick<ObjectVersion, 'etag' | 'body' | 'headers'>;

/** A condition of a conditional write. */
export type WriteCondition = { readonly ifNoneMatch?: string | undefined; readonly ifMatch?: string | undefined };

const NOTHING: StoredBody = { size: 0, segments: [] };

/** A bucket: its objects, and all versions of each if it keeps them. */
export class Bucket {
  readonly name: string;
  readonly versioned: boolean;
  readonly createdAt = new Date();
  /** Newest version first. */
  readonly #objects = new Map<string, readonly ObjectVersion[]>();

  constructor(name: string, versioned: boolean) {
    this.name = name;
    this.versioned = versioned;
  }

  /**
   * Adds a version, or replaces the object where no versions are kept.
   *
   * @throws ServiceError `PreconditionFailed` when the condition does not hold at this moment.
   */
  put(key: string, object: NewObject, condition: WriteCondition = {}): ObjectVersion {
    const current = this.#current(key);
    const matches =
      (condition.ifNoneMatch === undefined || current === undefined) &&
      (condition.ifMatch === undefined || condition.ifMatch === current?.etag);
    if (!matches)
      throw new ServiceError(
        'PreconditionFailed',
        'At least one of the preconditions you specified did not hold.',
        412,
      );
    return this.#add({
      ...object,
      key,
      versionId: this.#newVersionId(),
      deleteMarker: false,
      lastModified: new Date(),
    });
  }

  /**
   * The current version, or the one asked for.
   *
   * @throws ServiceError `NoSuchKey`, `NoSuchVersion`, or `MethodNotAllowed` for a delete marker.
   */
  get(key: string, versionId?: string): ObjectVersion {
    if (versionId === undefined) {
      const current = this.#current(key);
      if (current === undefined) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
      return current;
    }
    const version = this.#objects.get(key)?.find((each) => each.versionId === versionId);
    if (version === undefined) throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', 404);
    if (version.deleteMarker)
      throw new ServiceError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
    return version;
  }

  /** Deletes a version, or sets a delete marker where versions are kept; answers with the version that was touched. */
  delete(key: string, versionId?: string): Pick<ObjectVersion, 'versionId' | 'deleteMarker'> {
    const versions = this.#objects.get(key) ?? [];
    if (versionId !== undefined) {
      const gone = versions.find((each) => each.versionId === versionId);
      this.#keep(
        key,
        versions.filter((each) => each !== gone),
      );
      return gone ?? { versionId, deleteMarker: false };
    }
    if (!this.versioned) {
      this.#objects.delete(key);
      return { versionId: 'null', deleteMarker: false };
    }
    return this.#add({
      key,
      versionId: this.#newVersionId(),
      deleteMarker: true,
      lastModified: new Date(),
      etag: '',
      body: NOTHING,
      headers: {},
    });
  }

  /** Current versions in the order of their keys' bytes. */
  list(prefix: string): readonly ObjectVersion[] {
    return this.#keys(prefix).flatMap((key) => this.#current(key) ?? []);
  }

  /** All versions in the order of their keys' bytes, newest first. */
  listVersions(prefix: string): readonly (ObjectVersion & { readonly latest: boolean })[] {
    return this.#keys(prefix).flatMap((key) =>
      (this.#objects.get(key) ?? []).map((version, index) => ({ ...version, latest: index === 0 })),
    );
  }

  #keys(prefix: string): readonly string[] {
    return [...this.#objects.keys()]
      .filter((key) => key.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  #current(key: string): ObjectVersion | undefined {
    const newest = this.#objects.get(key)?.[0];
    return newest?.deleteMarker === true ? undefined : newest;
  }

  #add(version: ObjectVersion): ObjectVersion {
    this.#keep(version.key, this.versioned ? [version, ...(this.#objects.get(version.key) ?? [])] : [version]);
    return version;
  }

  #keep(key: string, versions: readonly ObjectVersion[]): void {
    if (versions.length === 0) this.#objects.delete(key);
    else this.#objects.set(key, versions);
  }

  #newVersionId(): string {
    return this.versioned ? randomUUID().replaceAll('-', '') : 'null';
  }
}
