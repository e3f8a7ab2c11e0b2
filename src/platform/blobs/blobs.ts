/**
 * Bytes under random names, never rewritten, never shared. A name that a committed row holds was fsynced before that
 * row; what no row names is swept after a day. The disk fills this in; S3 can.
 */
export interface BlobStore {
  /**
   * Stores what the stream gives, up to `maxBytes`. Throws `Refused` too_large for more, out_of_space where the disk
   * is (nearly) full, and the stream's own error where it breaks off; nothing stays behind.
   */
  put(source: NodeJS.ReadableStream | Buffer, maxBytes: number): Promise<StoredBlob>
  /** Stores bytes under the name that they had elsewhere: for restoring. What lies there is the same, or a part of it. */
  restore(name: string, bytes: Buffer): Promise<void>
  /** A stream of the bytes; throws `BlobMissing` when they are gone. */
  open(name: string): Promise<NodeJS.ReadableStream>
  /** All the bytes; throws `BlobMissing` when they are gone. */
  read(name: string): Promise<Buffer>
  /** Does nothing where they are gone already. */
  remove(name: string): Promise<void>
  /** Names stored before the instant (ms since the epoch), for the sweep. */
  list(olderThanMs: number): AsyncIterable<string>
}

export type StoredBlob = {
  readonly name: string
  readonly size: number
  /** Hex. */
  readonly sha256: string
}

/** A row names bytes that are not there (any more). */
export class BlobMissing extends Error {
  constructor(name: string) {
    super(`No bytes are stored under ${JSON.stringify(name)}`)
    this.name = 'BlobMissing'
  }
}
