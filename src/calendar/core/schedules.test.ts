import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../kernel/index.ts'
import { compileSchedules, newSchedule } from './index.ts'

const body = (name: string): JsonObject => {
  const made = newSchedule({ name, time_zone: 'Europe/Lisbon' }, 0 as never)
  if (!made.ok) throw new Error(made.error.message)
  return made.value
}

const source = (documents: Readonly<Record<string, readonly { id: number; body: JsonObject }[]>>) => ({
  documents: (kind: string) => documents[kind] ?? [],
})

describe('schedules of a policy', () => {
  it('are none where there is no document', () => {
    const schedules = compileSchedules(source({}))
    expect([schedules.standing, schedules.problems, schedules.find(1)]).toEqual([[], [], undefined])
  })

  it('stand in the order of their documents; deleted ones are found, and do not stand', () => {
    const schedules = compileSchedules(
      source({
        schedule: [
          { id: 3, body: body('Three') },
          { id: 5, body: body('Five') },
        ],
        deleted_schedule: [{ id: 4, body: body('Four') }],
      }),
    )
    expect(schedules.standing.map(({ id, name }) => [id, name])).toEqual([
      [3, 'Three'],
      [5, 'Five'],
    ])
    expect(schedules.find(5)).toBe(schedules.standing[1])
    expect(schedules.find(4)?.name).toBe('Four')
    expect(schedules.find(4)).toBe(schedules.find(4))
  })

  it('that cannot be read are left out and told', () => {
    const schedules = compileSchedules(
      source({
        schedule: [
          { id: 1, body: { name: 'x' } },
          { id: 2, body: { ...body('x'), time_zone: 'Atlantis' } },
          { id: 3, body: body('Three') },
        ],
        deleted_schedule: [{ id: 4, body: {} }],
      }),
    )
    expect(schedules.standing.map(({ id }) => id)).toEqual([3])
    expect(schedules.problems.map(({ id, refusal }) => [id, refusal.details?.[0]?.field])).toEqual([
      [1, 'base'],
      [2, 'time_zone'],
    ])
    expect([1, 2, 4].map((id) => schedules.find(id))).toEqual([undefined, undefined, undefined])
  })
})
