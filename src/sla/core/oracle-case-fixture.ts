import { HOUR_MS, instantOf, MINUTE_MS, toIso } from '../../kernel/index.ts'

/** A case that the slow model understands: whole minutes, zones of one offset, filters on one tag or group. */
export type OracleCase = {
  schedules: { [name: string]: OracleSchedule }
  default_schedule?: string
  policies: OraclePolicy[]
  group_policies: OraclePolicy[]
  config: { at: string; policies?: OraclePolicy[]; schedules?: { [name: string]: OracleSchedule } }[]
  requester_role: 'end_user' | 'agent' | 'light_agent'
  history: OracleEntry[]
  until: string
}
export type OracleSchedule = {
  tz: 'UTC' | 'Asia/Kolkata' | 'Etc/GMT+5'
  hours: { [day: string]: readonly (readonly [string, string])[] }
  holidays: string[]
}
export type OraclePolicy = {
  title: string
  filter: { all: { field: 'current_tags' | 'group_id'; operator: string; value: string }[]; any: [] }
  schedule?: string | null
  policy_metrics: { priority: string; metric: string; target: number; business_hours: boolean }[]
  metrics_settings?: { [metric: string]: { [name: string]: boolean } }
}
export type OracleEntry = {
  at: string
  by: 'requester' | 'agent' | 'light_agent' | 'other_end_user' | 'system'
  set?: {
    status?: string
    priority?: string | null
    group?: string | null
    assignee?: string | null
    tags?: string[]
    schedule?: string | null
  }
  comment?: { public: boolean }
}

const OFFSET_HOURS = { UTC: 0, 'Asia/Kolkata': 5.5, 'Etc/GMT+5': -5 }
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const minuteOfDay = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Minutes already read, by schedule, since 2026. */
const read = new WeakMap<OracleSchedule, boolean[]>()
const YEAR_START = Date.UTC(2026, 0) / MINUTE_MS

/** Whether a minute is worked; without a schedule every one is. */
export const isWorked = (schedule: OracleSchedule | null, minute: number): boolean => {
  if (!schedule) return true
  const known = read.get(schedule) ?? []
  read.set(schedule, known)
  known[minute - YEAR_START] ??= readWall(schedule, minute)
  return known[minute - YEAR_START]!
}

/** Whether a minute is worked, read off the wall: its day and its time. */
const readWall = (schedule: OracleSchedule, minute: number): boolean => {
  const wall = new Date(minute * MINUTE_MS + OFFSET_HOURS[schedule.tz] * HOUR_MS)
  if (schedule.holidays.includes(wall.toISOString().slice(0, 10))) return false
  const time = wall.getUTCHours() * 60 + wall.getUTCMinutes()
  const intervals = schedule.hours[DAYS[wall.getUTCDay()]!] ?? []
  return intervals.some(([from, to]) => minuteOfDay(from) <= time && time < minuteOfDay(to))
}

export const minuteOf = (iso: string): number => Date.parse(iso) / MINUTE_MS
export const isoOf = (minute: number | null): string | null =>
  minute === null ? null : toIso(instantOf(minute * MINUTE_MS))
