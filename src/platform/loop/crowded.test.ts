import { describe, expect, it } from 'vitest'
import { crowdedMeter } from './crowded.ts'

const told = () => {
  let nowMs = 0
  let load = 0
  const isCrowded = crowdedMeter({
    nowMs: () => nowMs,
    utilization: () => ({ idle: 0, active: 0, utilization: load }),
  })
  return {
    after: (ms: number, utilization: number): boolean => {
      nowMs += ms
      load = utilization
      return isCrowded()
    },
  }
}

describe('whether the process is crowded', () => {
  it('says so after a tenth of a second of hardly a pause, and takes it back after one with pauses', () => {
    const meter = told()
    expect(meter.after(100, 0.5)).toBe(false)
    expect(meter.after(100, 0.97)).toBe(true)
    expect(meter.after(100, 0.6)).toBe(false)
  })

  it('keeps its word until the next sample', () => {
    const meter = told()
    meter.after(100, 0.97)
    expect(meter.after(50, 0.1)).toBe(true)
    expect(meter.after(50, 0.1)).toBe(false)
  })
})
