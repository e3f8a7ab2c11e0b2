import { readCalendar } from '../../../calendar/core/index.ts'
import type { Instant } from '../../../kernel/index.ts'
import type { Role } from '../entry.ts'
import { businessHours, CALENDAR_HOURS, type Hours, type HoursOf } from '../hours.ts'
import type { Policy } from '../policy.ts'
import { type Names, newNames } from './names.ts'
import {
  cut,
  isRec,
  type Rec,
  readFlag,
  readInstant,
  readList,
  readRec,
  readText,
  readWord,
  refuse,
} from './read.ts'
import { readPolicies } from './read-policy.ts'
import { type CaseTicket, newTicket, withSet } from './ticket.ts'

/** What a schedule name stands for: the key of its hours. A later edit gives the name another key. */
export type ScheduleKeys = ReadonlyMap<string, string>

/** Policies and calendars from an instant on. */
export type CaseConfig = {
  readonly at: number
  readonly policies: readonly Policy[]
  readonly groupPolicies: readonly Policy[]
  readonly schedules: ScheduleKeys
}

export type CaseEntry = {
  readonly at: Instant
  readonly by: (typeof AUTHORS)[number]
  readonly comment: { readonly public: boolean } | null
  readonly ticket: CaseTicket
}

export type ClocksCase = {
  /** In the order of time; the first holds from the beginning. */
  readonly configs: readonly CaseConfig[]
  readonly defaultSchedule: string | null
  readonly hoursOf: HoursOf
  readonly requesterRole: Exclude<Role, 'system'>
  /** In the order of time, at least one. */
  readonly history: readonly CaseEntry[]
  readonly until: Instant
}

const AUTHORS = ['requester', 'agent', 'light_agent', 'other_end_user', 'system'] as const

const MEMBERS = [
  'schedules',
  'default_schedule',
  'policies',
  'group_policies',
  'config',
  'requester_role',
  'history',
  'until',
]

/** How much a case may hold. */
export const CASE_LIMITS = { history: 100_000, schedules: 200, config: 1000 } as const

/** Reads a case of `mainstay clocks`; throws `Refused` with the field for what cannot be read. */
export const readCase = (raw: unknown): ClocksCase => {
  const value = readRec(raw, '', MEMBERS)
  const names = newNames()
  const hours = new Map<string, Hours>()
  const configs = readConfigs(value, names, hours)
  const history = readHistory(value.history, names)
  const defaultSchedule = readDefault(value, configs[0]!.schedules)
  checkSchedules(configs, history, defaultSchedule)
  return {
    configs,
    defaultSchedule,
    hoursOf: (key) => (key === null ? CALENDAR_HOURS : (hours.get(key) ?? CALENDAR_HOURS)),
    requesterRole: readWord(value.requester_role ?? 'end_user', 'requester_role', ROLES),
    history,
    until: readUntil(value.until, history),
  }
}

const ROLES = ['end_user', 'agent', 'light_agent'] as const

const readUntil = (raw: unknown, history: readonly CaseEntry[]): Instant => {
  const until = readInstant(raw, 'until')
  return until < history[0]!.at ? refuse('until', 'must not lie before the creation of the ticket') : until
}

const readConfigs = (value: Rec, names: Names, hours: Map<string, Hours>): CaseConfig[] => {
  const first: CaseConfig = {
    at: Number.NEGATIVE_INFINITY,
    policies: readPolicies(value.policies, 'policies', 'sla', names),
    groupPolicies: readPolicies(value.group_policies, 'group_policies', 'group', names),
    schedules: readSchedules(value.schedules, 'schedules', hours),
  }
  const edits = readList(value.config, 'config', CASE_LIMITS.config).map((raw, index) => {
    const field = `config[${index}]`
    const edit = readRec(raw, field, ['at', 'policies', 'group_policies', 'schedules'])
    return { edit, field, at: readInstant(edit.at, `${field}.at`) }
  })
  const configs = [first]
  for (const { edit, field, at } of edits.sort((a, b) => a.at - b.at)) {
    const last = configs[configs.length - 1]!
    const edited = readSchedules(edit.schedules, `${field}.schedules`, hours)
    configs.push({
      at,
      policies: isGiven(edit.policies)
        ? readPolicies(edit.policies, `${field}.policies`, 'sla', names)
        : last.policies,
      groupPolicies: isGiven(edit.group_policies)
        ? readPolicies(edit.group_policies, `${field}.group_policies`, 'group', names)
        : last.groupPolicies,
      schedules: edited.size > 0 ? new Map([...last.schedules, ...edited]) : last.schedules,
    })
  }
  return configs
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

const readSchedules = (raw: unknown, field: string, hours: Map<string, Hours>): ScheduleKeys => {
  if (!isGiven(raw)) return new Map()
  if (!isRec(raw)) return refuse(field, 'must be an object of schedules by name')
  const schedules = Object.entries(raw)
  if (schedules.length > CASE_LIMITS.schedules)
    return refuse(field, `holds more than ${CASE_LIMITS.schedules} schedules`)
  return new Map(
    schedules.map(([name, schedule]) => {
      const key = `${hours.size}:${name}`
      hours.set(key, readHours(schedule, `${field}.${cut(name)}.`))
      return [name, key]
    }),
  )
}

const readHours = (schedule: unknown, path: string): Hours => {
  const calendar = readCalendar(schedule, path)
  if (calendar.ok) return businessHours(calendar.value)
  const [detail] = calendar.error.details ?? []
  return refuse(detail?.field ?? path, detail?.description ?? calendar.error.message)
}

/** The first schedule is the default where none is named, as on Zendesk. */
const readDefault = (value: Rec, schedules: ScheduleKeys): string | null => {
  if (!isGiven(value.default_schedule)) return [...schedules.keys()][0] ?? null
  const name = readText(value.default_schedule, 'default_schedule')
  return schedules.has(name) ? name : refuse('default_schedule', 'names no schedule')
}

const readHistory = (raw: unknown, names: Names): CaseEntry[] => {
  const list = readList(raw, 'history', CASE_LIMITS.history)
  if (list.length === 0) refuse('history', 'must hold at least the creation of the ticket')
  const history: CaseEntry[] = []
  for (const [index, one] of list.entries())
    history.push(readEntry(one, `history[${index}]`, history[index - 1] ?? null, names))
  return history
}

const readEntry = (raw: unknown, field: string, last: CaseEntry | null, names: Names): CaseEntry => {
  const entry = readRec(raw, field, ['at', 'by', 'set', 'comment'])
  const at = readInstant(entry.at, `${field}.at`)
  if (last && at < last.at) refuse(`${field}.at`, 'must not lie before the entry that comes before it')
  return {
    at,
    by: readWord(entry.by, `${field}.by`, AUTHORS),
    comment: readComment(entry.comment, `${field}.comment`, last === null),
    ticket: withSet(last?.ticket ?? newTicket(at), entry.set, `${field}.set`, names),
  }
}

/** A ticket is created with a comment; where a case leaves it out, it is public. */
const readComment = (raw: unknown, field: string, isCreation: boolean): CaseEntry['comment'] => {
  if (!isGiven(raw)) return isCreation ? { public: true } : null
  const comment = readRec(raw, field, ['public'])
  return { public: readFlag(comment.public, `${field}.public`) }
}

/** Every name of a schedule must be one that there is when it is used. */
const checkSchedules = (
  configs: readonly CaseConfig[],
  history: readonly CaseEntry[],
  defaultSchedule: string | null,
): void => {
  for (const [place, { policies, groupPolicies, schedules }] of configs.entries())
    for (const [name, list] of Object.entries({ policies, group_policies: groupPolicies }))
      for (const [index, { schedule }] of list.entries())
        if (schedule !== null && !schedules.has(schedule))
          refuse(
            `${place === 0 ? '' : `config[${place - 1}].`}${name}[${index}].schedule`,
            'names no schedule',
          )
  const all = new Set([defaultSchedule, ...configs.flatMap(({ schedules }) => [...schedules.keys()])])
  for (const [index, { ticket }] of history.entries())
    if (ticket.schedule !== null && !all.has(ticket.schedule))
      refuse(`history[${index}].set.schedule`, 'names no schedule')
}
