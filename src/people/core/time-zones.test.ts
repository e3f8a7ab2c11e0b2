import { expect, it } from 'vitest'
import { ianaZone, RAILS_ZONES } from './time-zones.ts'

it('takes every name of Rails to a zone that there is', () => {
  expect(Object.keys(RAILS_ZONES).length).toBeGreaterThan(140)
  for (const [name, zone] of Object.entries(RAILS_ZONES)) {
    expect(ianaZone(name)).toBe(zone)
    expect(ianaZone(zone), name).toBe(zone)
  }
  expect(ianaZone('St. Petersburg')).toBe('Europe/Moscow')
  for (const name of ['', 'toString', '__proto__', 'Atlantis', 'Europe/Atlantis', "'; drop"])
    expect(ianaZone(name)).toBe(undefined)
})
