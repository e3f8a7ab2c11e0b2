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
export { enqueue, isQueueInstalled } from './store.ts'
