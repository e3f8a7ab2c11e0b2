import { afterAll, beforeAll, expect, it } from 'vitest'
import { proven, sized } from '../proofs/size.ts'
import { type Desk, startDesk } from '../support/desk.ts'
import { crashRounds } from './rounds.ts'

const ROUNDS = sized(3, 20, 500)

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
}, 60_000)
afterAll(() => desk?.stop())

it(`keeps every acknowledged write exactly once through ${ROUNDS} kills`, async () => {
  const reports = await crashRounds(desk, ROUNDS)
  expect(reports).toHaveLength(ROUNDS)
  const acknowledged = reports.reduce((sum, report) => sum + report.acknowledged, 0)
  expect(acknowledged).toBeGreaterThan(20)
  expect(await desk.command('verify')).toContain('No differences')
  const told = `${ROUNDS} kills, ${acknowledged} writes acknowledged`
  proven('C-01', 'no acknowledged write is lost by kills', told)
  proven('C-02', 'repeats under one key have one effect', told)
  proven('C-05', 'mails neither lost nor doubled by kills', told)
}, 7_200_000)
