import { blobVerifier, orphanBlobSweep } from '../blobs/index.ts'
import type { Ground } from '../ground.ts'
import { idempotencyEraser, idempotencySweep, rateBudgetSweep } from '../http/index.ts'
import type { BlobColumn, Module } from '../module.ts'
import { outboxSweep } from '../outbox/index.ts'

/** What the ground itself has to do in the background and to erase. `blobColumns` are those of all domains. */
export const platformModule = (ground: Ground, blobColumns: readonly BlobColumn[]): Module => ({
  name: 'platform',
  jobs: [
    outboxSweep(ground),
    idempotencySweep(ground.db, ground.clock),
    rateBudgetSweep(ground.db, ground.clock),
    orphanBlobSweep(ground, blobColumns),
  ],
  erasers: [idempotencyEraser],
  verifiers: [blobVerifier(ground.blobs, blobColumns)],
})
