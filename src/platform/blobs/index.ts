export { BlobMissing, type BlobStore, type StoredBlob } from './blobs.ts'
export { type DiskOptions, diskBlobs } from './disk.ts'
export { freeShare, MIN_FREE_SHARE } from './disk-space.ts'
export { orphanBlobSweep } from './orphan-sweep.ts'
