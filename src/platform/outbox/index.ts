export { type OutboxGround, type OutboxService, outboxService } from './outbox-service.ts'
export { requeueEffect } from './requeue.ts'
export { outboxSweep } from './sweep.ts'
