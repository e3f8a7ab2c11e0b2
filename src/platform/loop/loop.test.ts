import { pino } from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { backOffMs } from './back-off.ts'
import { pollLoop } from './poll-loop.ts'
import { settleBy } from './settle-by.ts'

describe('a poll loop', () => {
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) })
  const HOUR_MS = 3_600_000

  it('sleeps as long as a turn says, unless poked; a poke during a turn is not lost', async () => {
    let turns = 0
    let duringTurn: (() => void) | undefined
    const loop = pollLoop({
      name: 'test',
      log,
      turn: async () => {
        turns++
        duringTurn?.()
        duringTurn = undefined
        return HOUR_MS
      },
    })
    loop.start()
    await vi.waitFor(() => expect(turns).toBe(1))
    loop.poke()
    await vi.waitFor(() => expect(turns).toBe(2))
    duringTurn = () => loop.poke()
    loop.poke()
    await vi.waitFor(() => expect(turns).toBe(4))
    await loop.stop()
    loop.poke()
    expect(turns).toBe(4)
  })

  it('never runs two turns at a time, and stops after the one that runs', async () => {
    let running = 0
    let most = 0
    let ended = 0
    const gate = Promise.withResolvers<void>()
    const loop = pollLoop({
      name: 'test',
      log,
      turn: async () => {
        most = Math.max(most, ++running)
        await gate.promise
        running--
        ended++
        return 0
      },
    })
    loop.start()
    loop.start()
    await vi.waitFor(() => expect(running).toBe(1))
    const stopping = loop.stop()
    gate.resolve()
    await stopping
    expect({ most, ended }).toEqual({ most: 1, ended: 1 })
  })

  it('goes on after a turn that threw, and says so once', async () => {
    vi.useFakeTimers()
    try {
      lines.splice(0)
      let turns = 0
      const loop = pollLoop({
        name: 'test',
        log,
        turn: async () => {
          if (++turns <= 3) throw new Error('no database')
          return HOUR_MS
        },
      })
      loop.start()
      loop.poke()
      await vi.advanceTimersByTimeAsync(2500)
      expect(turns).toBe(3)
      await vi.advanceTimersByTimeAsync(1000)
      expect(turns).toBe(4)
      expect(lines).toEqual(['a background loop failed; it tries again', 'working again'])
      await loop.stop()
    } finally {
      vi.useRealTimers()
    }
  })

  it('beats while turns succeed', async () => {
    vi.useFakeTimers()
    try {
      let isBroken = false
      const turn = async () => {
        if (isBroken) throw new Error('no')
        return 1000
      }
      const loop = pollLoop({ name: 'test', log, turn })
      loop.start()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(loop.isBeating()).toBe(true)
      isBroken = true
      await vi.advanceTimersByTimeAsync(32_000)
      expect(loop.isBeating()).toBe(false)
      isBroken = false
      await vi.advanceTimersByTimeAsync(2000)
      expect(loop.isBeating()).toBe(true)
      await loop.stop()
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('back-off', () => {
  const backOff = { firstMs: 1000, maxMs: 60_000 }

  it('doubles up to its limit; half of it is chance', () => {
    expect([1, 2, 3, 4].map((attempt) => backOffMs(attempt, backOff, 0))).toEqual([500, 1000, 2000, 4000])
    expect([1, 2, 3, 4].map((attempt) => backOffMs(attempt, backOff, 0.999_999))).toEqual([
      1000, 2000, 4000, 8000,
    ])
    for (const attempt of [7, 50, 5000]) {
      expect(backOffMs(attempt, backOff, 0)).toBe(30_000)
      expect(backOffMs(attempt, backOff, 1)).toBe(60_000)
    }
  })
})

describe('settling by a time', () => {
  it('tells whether the work ended', async () => {
    expect(await settleBy(Promise.resolve(), 10_000)).toBe(true)
    expect(await settleBy(new Promise(() => undefined), 1)).toBe(false)
    await expect(settleBy(Promise.reject(new Error('no')), 10_000)).rejects.toThrow('no')
  })
})
