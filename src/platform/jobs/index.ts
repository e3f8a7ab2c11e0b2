export {
  BULK_BODY_BYTES,
  type Bulk,
  type BulkWork,
  bulkJob,
  MAX_BULK,
  type NewBulk,
  refusedOutcome,
  startBulk,
} from './bulk.ts'
export type { Outcome } from './bulk-store.ts'
export { installQueue, type JobGround, jobService } from './job-service.ts'
export {
  createJobStatus,
  endJobStatus,
  findJobStatuses,
  type JobEnd,
  type JobStatus,
  type NewJobStatus,
  progressJobStatus,
} from './job-status.ts'
export { completed, Job, presentJob } from './present-job.ts'
export { enqueue, isQueueInstalled } from './store.ts'
