import { expect, it } from 'vitest'
import { simulate } from './simulation/simulate.ts'
import type { Sabotage } from './simulation/store.ts'
import { proven, sized } from './size.ts'

/** `SIMULATION_SEED=17` shows one life again. */
const ONE = process.env.SIMULATION_SEED
const SEEDS = sized(200, 1_000, 100_000)
const FIRST = ONE === undefined ? 1 : Number(ONE)
const DAY_MS = 86_400_000

it(`breaks nothing in ${SEEDS} lives of a desk whose store, network, clocks and processes fail`, () => {
  let [audits, deaths, livedMs] = [0, 0, 0]
  const { user: usedBefore } = process.cpuUsage()
  for (let seed = FIRST; seed < FIRST + (ONE === undefined ? SEEDS : 1); seed++) {
    const life = simulate(seed)
    expect(life.faults, `SIMULATION_SEED=${seed}`).toEqual([])
    audits += life.audits
    deaths += life.deaths
    livedMs += life.livedMs
  }
  if (ONE !== undefined) return
  expect(deaths).toBeGreaterThan(SEEDS)
  const days = livedMs / DAY_MS
  const cpuMinutes = (process.cpuUsage().user - usedBefore) / 60_000_000
  proven(
    'C-07',
    'simulated lives through faults',
    `${SEEDS} seeds, ${Math.round(days)} days, ${(days / 365 / cpuMinutes).toFixed(1)} years a CPU minute, ${audits} audits, ${deaths} deaths`,
  )
}, 3_600_000)

it('shows the same life again for the same seed, and another for another', () => {
  for (const seed of [1, 2, 3]) expect(simulate(seed).digest).toBe(simulate(seed).digest)
  expect(simulate(1).digest).not.toBe(simulate(2).digest)
})

const SABOTAGES: readonly Sabotage[] = [
  'forgets versions',
  'forgets keys',
  'drops timers',
  'forgets leases',
  'splits commits',
]
it.each(SABOTAGES)('notices a store that %s', (sabotage) => {
  const noticed = Array.from({ length: 60 }, (_, n) => n + 1).find(
    (seed) => simulate(seed, sabotage).faults.length > 0,
  )
  expect(noticed).toBeDefined()
  // Whoever looks for the reason is shown the same life again, to the letter.
  const [first, again] = [simulate(noticed!, sabotage), simulate(noticed!, sabotage)]
  expect(again).toEqual(first)
})
