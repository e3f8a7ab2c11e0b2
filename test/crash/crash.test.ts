import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, startDesk } from '../support/desk.ts'
import { crashRounds } from './rounds.ts'

/** Three in each test run; `CRASH_ROUNDS=20` for the long one. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 3)

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
}, 60_000)
afterAll(() => desk?.stop())

it(`keeps every acknowledged write exactly once through ${ROUNDS} kills`, async () => {
  const reports = await crashRounds(desk, ROUNDS)
  expect(reports).toHaveLength(ROUNDS)
  expect(reports.reduce((sum, report) => sum + report.acknowledged, 0)).toBeGreaterThan(20)
  expect(await desk.command('verify')).toContain('No differences')
  process.stdout.write(`${JSON.stringify(reports)}\n`)
}, 600_000)
