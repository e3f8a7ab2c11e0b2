export { type OutboxGround, type OutboxService, outboxService } from './outbox-service.ts'
export { releaseHeld } from './release.ts'
export { requeueEffect } from './requeue.ts'
export { outboxSweep } from './sweep.ts'
