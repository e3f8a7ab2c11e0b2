/**
 * Bytes under random names, never rewritten, never shared. A name that a committed row holds was fsynced before that
 * row; what no row names is swept after a day. The disk fills this in; S3 can.
 */
export interface BlobStore {
  /** Stores what the stream gives, up to `maxBytes` (else `Refused` too_large; nothing stays behind). */
  put(source: NodeJS.ReadableStream | Buffer, maxBytes: number): Promise<StoredBlob>
  /** A stream of the bytes; throws `BlobMissing` when they are gone. */
  open(name: string): Promise<NodeJS.ReadableStream>
  read(name: string): Promise<Buffer>
  remove(name: string): Promise<void>
  /** Names stored before the instant (ms), for the sweep. */
  list(olderThanMs: number): AsyncIterable<string>
}

export type StoredBlob = {
  readonly name: string
  readonly size: number
  /** Hex. */
  readonly sha256: string
}
