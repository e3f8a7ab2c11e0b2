import { compileSchedules, DELETED_SCHEDULE_KIND, SCHEDULE_KIND } from '../../../calendar/core/index.ts'
import { type Id, type JsonObject, parseId } from '../../../kernel/index.ts'
import type { Catalogue, DeskHours } from '../../../rules/core/index.ts'
import {
  businessHours,
  groupSlaPoliciesOf,
  type Hours,
  type Policy as SlaPolicy,
  slaPoliciesOf,
} from '../../../sla/core/index.ts'

/** What one version of the desk's policy says about time: promises, and the hours that they are counted in. */
export type ClockPolicy = {
  /** In the order in which they are tried. */
  readonly policies: readonly SlaPolicy[]
  readonly groupPolicies: readonly SlaPolicy[]
  /** Whether there is a schedule that new tickets may be given. */
  hasSchedule(id: Id): boolean
  /**
   * The key of the hours of a schedule, a deleted one too; of the default one where none is named, or that is not there.
   * `null`: business time is calendar time.
   */
  hoursKey(schedule: string | null): string | null
  /** The hours of a key that this version knows. */
  hours(key: string): Hours | undefined
  /** The schedules as rules ask for them. */
  readonly deskHours: DeskHours
}

type Source = {
  documents(
    kind: string,
  ): readonly { readonly id: Id; readonly body: JsonObject; readonly fromVersion?: number }[]
}
type Problem = { readonly kind: string; readonly id: Id; readonly messages: readonly string[] }

export const compileClockPolicy = (
  source: Source,
  catalogue: Catalogue,
  problems: Problem[],
): ClockPolicy => {
  const schedules = compileSchedules(source)
  const versions = new Map(
    [...source.documents(DELETED_SCHEDULE_KIND), ...source.documents(SCHEDULE_KIND)].map(
      ({ id, fromVersion = 0 }) => [id, fromVersion],
    ),
  )
  const keyOf = (id: Id): string => `${id}@${versions.get(id)}`
  const standing = new Set(schedules.standing.map(({ id }) => id))
  const defaultId = schedules.standing[0]?.id
  const known = new Map<string, Hours>()
  const hours = (key: string): Hours | undefined => {
    const ready = known.get(key)
    if (ready) return ready
    const id = scheduleOfKey(key)?.id
    const schedule = id !== undefined && keyOf(id) === key ? schedules.find(id) : undefined
    if (schedule) known.set(key, businessHours(schedule.calendar))
    return known.get(key)
  }
  return {
    policies: slaPoliciesOf(source, { catalogue, problems }),
    groupPolicies: groupSlaPoliciesOf(source, { catalogue, problems }),
    hasSchedule: (id) => standing.has(id),
    hoursKey: (schedule) => {
      const id = schedule === null ? undefined : parseId(schedule)
      if (id !== undefined && schedules.find(id)) return keyOf(id)
      return defaultId === undefined ? null : keyOf(defaultId)
    },
    hours,
    deskHours: {
      standard: schedules.standing[0]?.calendar ?? null,
      standardId: defaultId ?? null,
      ids: [...versions.keys()],
      find: (id) => schedules.find(id)?.calendar,
    },
  }
}

/** The schedule that a key stands for, and the version of the policy since which it has been as it is there. */
export const scheduleOfKey = (key: string): { readonly id: Id; readonly version: number } | undefined => {
  const [id, version] = key.split('@').map(Number)
  return id === undefined || version === undefined ? undefined : { id, version }
}
