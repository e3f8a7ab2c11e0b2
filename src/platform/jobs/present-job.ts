import { type TSchema, Type } from 'typebox'
import type { Instant, Json } from '../../kernel/index.ts'
import type { JobEnd, JobStatus } from './job-status.ts'

const nullable = (schema: TSchema) => Type.Union([schema, Type.Null()])

export const Job = Type.Object(
  {
    id: Type.String(),
    job_type: Type.String(),
    url: Type.String(),
    total: nullable(Type.Integer()),
    progress: nullable(Type.Integer()),
    status: Type.String(),
    message: nullable(Type.String()),
    results: Type.Union([
      Type.Array(Type.Record(Type.String(), Type.Unknown())),
      Type.Record(Type.String(), Type.Unknown()),
      Type.Null(),
    ]),
  },
  { title: 'JobStatus' },
)

/** The job status of zendesk-api.md 1.7. */
export const presentJob = (job: JobStatus, origin: string): object => ({
  id: job.id,
  job_type: job.jobType,
  url: `${origin}/api/v2/job_statuses/${job.id}.json`,
  total: job.total,
  progress: job.status === 'queued' ? null : job.progress,
  status: job.status,
  message: job.message,
  results: job.results,
})

/** `2023-09-18 23:34:42 +0000`, as the messages of jobs say it. */
const said = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} +0000`

export const completed = (results: Json, at: Instant): JobEnd => ({
  status: 'completed',
  message: `Completed at ${said(at)}`,
  results,
})

export const failed = (results: Json, at: Instant): JobEnd => ({
  status: 'failed',
  message: `Failed at ${said(at)}`,
  results,
})
