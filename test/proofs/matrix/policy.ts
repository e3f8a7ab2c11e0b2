import { AGENTS, MANAGERS, STAFF } from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'

const policy = (name: string): Things => ({
  names: [name, MISSING],
  params: ({ ids }) => ({ id: ids[name] ?? NO_ID }),
  sees: (_principal, one) => one !== MISSING,
})
const named = (things: Things): Things => ({
  ...things,
  params: (world, name, principal) =>
    name === MISSING ? { id: NO_ID } : things.params(world, name, principal),
})
/** What lies inside of it. */
const inside = (name: string, param: string, inner: string): Things => ({
  names: [name, MISSING],
  params: ({ ids }, one) => ({ id: ids[name]!, [param]: one === MISSING ? NO_ID : ids[inner]! }),
  sees: (_principal, one) => one !== MISSING,
})

/** All staff read the custom fields of people; who runs the desk changes them. */
const fieldRows = (noun: 'user' | 'organization'): Record<string, Row> => {
  const Noun = noun === 'user' ? 'User' : 'Organization'
  const field = named(policy(`${noun} field`))
  const option = inside(`${noun} field`, 'option_id', `${noun} option`)
  const body = (title: string) => ({ [`${noun}_field`]: { title, key: 'other', type: 'text' } })
  return {
    [`List${Noun}Fields`]: { may: STAFF, status: 200 },
    [`Show${Noun}Field`]: { may: STAFF, status: 200, things: field },
    [`Create${Noun}Field`]: { may: MANAGERS, status: 201, body: body('Other') },
    [`Reorder${Noun}Fields`]: {
      may: MANAGERS,
      status: 200,
      body: ({ ids }: { ids: Readonly<Record<string, unknown>> }) => ({
        [`${noun}_field_ids`]: [ids[`${noun} field`]],
      }),
    },
    [`Update${Noun}Field`]: {
      may: MANAGERS,
      status: 200,
      things: field,
      body: { [`${noun}_field`]: { title: 'Renamed' } },
    },
    [`Delete${Noun}Field`]: { may: MANAGERS, status: 204, things: field },
    [`List${Noun}FieldOptions`]: { may: STAFF, status: 200, things: field },
    [`Show${Noun}FieldOption`]: { may: STAFF, status: 200, things: option },
    [`CreateOrUpdate${Noun}FieldOption`]: {
      may: MANAGERS,
      status: 201,
      things: field,
      body: { custom_field_option: { name: 'Silver', value: `${noun}_silver` } },
    },
    [`Delete${Noun}FieldOption`]: { may: MANAGERS, status: 204, things: option },
  }
}

const schedule = named(policy('schedule'))
const holiday = inside('schedule', 'holiday_id', 'holiday')
const NEW_HOLIDAY = { holiday: { name: 'Day off', start_date: '2026-05-01', end_date: '2026-05-01' } }

/** Agents read what is promised; who runs the desk changes it. Group SLA policies have texts for ids. */
const slaRows = (noun: 'SLA' | 'GroupSLA'): Record<string, Row> => {
  const name = noun === 'SLA' ? 'SLA policy' : 'group SLA policy'
  const key = noun === 'SLA' ? 'sla_policy' : 'group_sla_policy'
  const one = named(policy(name))
  const filter = { all: [{ field: 'group_id', operator: 'includes', value: [1] }] }
  return {
    [`List${noun}Policies`]: { may: AGENTS, status: 200 },
    [`Retrieve${noun}PolicyFilterDefinitionItems`]: { may: AGENTS, status: 200 },
    [`Show${noun}Policy`]: { may: AGENTS, status: 200, things: one },
    [`Create${noun}Policy`]: { may: MANAGERS, status: 201, body: { [key]: { title: 'Other', filter } } },
    [`Reorder${noun}Policies`]: {
      may: MANAGERS,
      status: 200,
      body: ({ ids }: { ids: Readonly<Record<string, unknown>> }) => ({ [`${key}_ids`]: [ids[name]] }),
    },
    [`Update${noun}Policy`]: { may: MANAGERS, status: 200, things: one, body: { [key]: { title: 'x' } } },
    [`Delete${noun}Policy`]: { may: MANAGERS, status: 204, things: one },
  }
}

/** Who runs the desk changes the policy; a request is approved by another than its author, who alone withdraws it. */
const version: Things = {
  names: ['policy version', MISSING],
  params: ({ ids }, name) => ({ version: ids[name] ?? NO_ID }),
  sees: (_principal, one) => one !== MISSING,
}
const change = named(policy('policy change'))
const dryRun = named(policy('policy dry run'))
const isOwner = (principal: string, name: string): boolean => principal === 'owner' && name !== MISSING
const EDITS = [{ kind: 'custom_status', id: 2, op: 'update', body: { agent_label: 'Under way' } }]
const historyRows: Record<string, Row> = {
  ListPolicyVersions: { may: AGENTS, status: 200 },
  ShowPolicyVersion: { may: AGENTS, status: 200, things: version },
  RollBackPolicy: { may: MANAGERS, status: 200, things: version, body: {} },
  ListPolicyChanges: { may: AGENTS, status: 200 },
  ShowPolicyChange: { may: AGENTS, status: 200, things: change },
  CreatePolicyChange: {
    may: MANAGERS,
    status: 201,
    body: { policy_change: { title: 'New words', edits: EDITS } },
  },
  ApprovePolicyChange: { may: MANAGERS, status: 200, things: change, body: {}, refused: isOwner },
  RejectPolicyChange: { may: MANAGERS, status: 200, things: change, body: {} },
  WithdrawPolicyChange: {
    may: MANAGERS,
    status: 200,
    things: change,
    body: {},
    refused: (principal, name) => !isOwner(principal, name),
  },
  ApplyPolicyChange: { may: MANAGERS, status: 200, things: change, body: {} },
  ListPolicyDryRuns: { may: AGENTS, status: 200 },
  ShowPolicyDryRun: { may: AGENTS, status: 200, things: dryRun },
  ListPolicyDryRunTickets: { may: AGENTS, status: 200, things: dryRun },
  CreatePolicyDryRun: {
    may: MANAGERS,
    status: 201,
    body: { policy_dry_run: { edits: EDITS, from: '2026-01-01', to: '2026-01-02' } },
  },
  CancelPolicyDryRun: { may: MANAGERS, status: 200, things: dryRun },
}

export const policyFamilies: readonly Family[] = [
  { scope: 'policy', rows: historyRows },
  { scope: 'users', rows: fieldRows('user') },
  { scope: 'organizations', rows: fieldRows('organization') },
  {
    scope: 'slas',
    rows: {
      ...slaRows('SLA'),
      ...slaRows('GroupSLA'),
      SupposeSLAPolicies: {
        may: AGENTS,
        status: 200,
        reads: true,
        body: ({ ids }: { ids: Readonly<Record<string, unknown>> }) => ({
          ticket_ids: [ids['ticket own']],
          policies: [],
        }),
      },
    },
  },
  {
    scope: 'business_hours',
    rows: {
      ListSchedules: { may: AGENTS, status: 200 },
      ShowSchedule: { may: AGENTS, status: 200, things: schedule },
      CreateSchedule: {
        may: MANAGERS,
        status: 201,
        body: { schedule: { name: 'Night', time_zone: 'Europe/Berlin' } },
      },
      UpdateSchedule: { may: MANAGERS, status: 200, things: schedule, body: { schedule: { name: 'Day' } } },
      UpdateWorkweek: {
        may: MANAGERS,
        status: 200,
        things: schedule,
        body: { workweek: { intervals: [{ start_time: 1980, end_time: 2460 }] } },
      },
      DeleteSchedule: { may: MANAGERS, status: 204, things: schedule },
      ListHolidays: { may: AGENTS, status: 200, things: schedule },
      ShowHoliday: { may: AGENTS, status: 200, things: holiday },
      CreateHoliday: { may: MANAGERS, status: 201, things: schedule, body: NEW_HOLIDAY },
      UpdateHoliday: { may: MANAGERS, status: 200, things: holiday, body: { holiday: { name: 'Renamed' } } },
      DeleteHoliday: { may: MANAGERS, status: 204, things: holiday },
      ImportHolidays: {
        may: MANAGERS,
        status: 200,
        things: schedule,
        body: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260501\r\nSUMMARY:May\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
      },
      CalculateBusinessTime: {
        reads: true,
        may: AGENTS,
        status: 200,
        body: { op: 'add', at: '2026-03-08T09:30:00Z', minutes: 60 },
      },
    },
  },
]
