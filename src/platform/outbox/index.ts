export { type OutboxGround, type OutboxService, outboxService } from './outbox-service.ts'
export { outboxSweep } from './sweep.ts'
