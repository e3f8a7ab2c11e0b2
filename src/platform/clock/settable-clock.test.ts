import { expect, it } from 'vitest'
import { instantOf, toIso } from '../../kernel/index.ts'
import { settableClock } from './settable-clock.ts'

it('stands still until set or advanced, in either direction', () => {
  const clock = settableClock('2026-01-31T08:00:00Z')
  expect(toIso(clock.now())).toBe('2026-01-31T08:00:00Z')
  clock.advance(1500)
  expect(clock.now()).toBe(Date.parse('2026-01-31T08:00:01.500Z'))
  clock.set(instantOf(0))
  expect(clock.now()).toBe(0)
  expect(() => clock.set('tomorrow')).toThrow(/no ISO instant/)
})
