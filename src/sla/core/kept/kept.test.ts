import fc from 'fast-check'
import { expect, it } from 'vitest'
import { entriesOf } from '../case/fold.ts'
import { readCase } from '../case/read-case.ts'
import { randomCase } from '../random-cases-fixture.ts'
import type { MetricEvent, SlaState } from '../state.ts'
import { step } from '../step.ts'
import { finish } from '../views.ts'
import { packEvents, unpackEvents } from './pack-events.ts'
import { packState, unpackState } from './pack-state.ts'

const stored = (state: SlaState): SlaState => unpackState(JSON.parse(JSON.stringify(packState(state))))

it('goes on from what was stored as if nothing had ever been left out', () => {
  let most = 0
  fc.assert(
    fc.property(randomCase, (raw) => {
      const given = readCase(raw)
      let [whole, kept]: [SlaState | null, SlaState | null] = [null, null]
      for (const entry of entriesOf(given)) {
        const [a, b]: { state: SlaState; events: readonly MetricEvent[] }[] = [
          step(whole, entry, given.hoursOf),
          step(kept && stored(kept), entry, given.hoursOf),
        ] as never
        expect(b!.events).toEqual(a!.events)
        expect(packState(b!.state)).toEqual(packState(a!.state))
        const packed = JSON.parse(JSON.stringify(packEvents(a!.events, entry.at)))
        expect(unpackEvents(packed, entry.at)).toEqual(a!.events)
        whole = a!.state
        kept = b!.state
      }
      const until = Math.max(given.until, whole!.tally.updatedAt)
      expect(finish(stored(kept!), until, given.hoursOf).metrics).toEqual(
        finish(whole!, until, given.hoursOf).metrics,
      )
      most = Math.max(most, whole!.clocks.length - stored(whole!).clocks.length)
    }),
    { numRuns: 400 },
  )
  expect(most).toBeGreaterThan(3)
})
