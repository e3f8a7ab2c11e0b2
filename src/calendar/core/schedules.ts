import type { Id, JsonObject, Refusal, Result } from '../../kernel/index.ts'
import type { Calendar } from './calendar.ts'
import { calendarOfBody, readScheduleBody } from './schedule-body.ts'

/** The kind of documents that hold schedules. */
export const SCHEDULE_KIND = 'schedule'
/** Schedules that were deleted: they go on serving the tickets they were set on, and nothing shows them. */
export const DELETED_SCHEDULE_KIND = 'deleted_schedule'

export type NamedSchedule = { readonly id: Id; readonly name: string; readonly calendar: Calendar }

/** All schedules of one version of the policy. */
export type Schedules = {
  /** Those that stand, the default one first. None at all: business time is calendar time. */
  readonly standing: readonly NamedSchedule[]
  /** One by its id, a deleted one too. */
  find(id: Id): NamedSchedule | undefined
  /** Documents that are no schedules; they are left out. */
  readonly problems: readonly { readonly id: Id; readonly refusal: Refusal }[]
}

type Source = {
  documents(kind: string): readonly { readonly id: Id; readonly body: JsonObject }[]
}
type Document = ReturnType<Source['documents']>[number]

/** Compiles the schedules of a policy snapshot; deleted ones when they are first asked for. */
export const compileSchedules = (source: Source): Schedules => {
  const standing: NamedSchedule[] = []
  const problems: { id: Id; refusal: Refusal }[] = []
  for (const document of source.documents(SCHEDULE_KIND)) {
    const compiled = compileDocument(document)
    if (compiled.ok) standing.push(compiled.value)
    else problems.push({ id: document.id, refusal: compiled.error })
  }
  const byId = new Map(standing.map((schedule) => [schedule.id, schedule]))
  const deleted = new Map(source.documents(DELETED_SCHEDULE_KIND).map((document) => [document.id, document]))
  const find = (id: Id): NamedSchedule | undefined => {
    const found = byId.get(id)
    const document = deleted.get(id)
    if (found !== undefined || document === undefined) return found
    deleted.delete(id)
    const compiled = compileDocument(document)
    if (compiled.ok) byId.set(id, compiled.value)
    return byId.get(id)
  }
  return { standing, find, problems }
}

const compileDocument = ({ id, body }: Document): Result<NamedSchedule, Refusal> => {
  const read = readScheduleBody(body)
  if (!read.ok) return read
  const calendar = calendarOfBody(read.value)
  return calendar.ok ? { ok: true, value: { id, name: read.value.name, calendar: calendar.value } } : calendar
}
