import { describe, expect, test } from 'vitest'
import { checkWorkweek, workweekOf } from './workweek.ts'

const pair = (startMinute: number, endMinute: number) => ({ startMinute, endMinute })

describe('the weekly minutes of Zendesk', () => {
  test('are taken as they are, up to midnight', () => {
    const week = [pair(1980, 2460), pair(8640, 10_080), pair(0, 1440)]
    expect(checkWorkweek(week)).toEqual({ ok: true, value: week })
  })

  test.each([
    ['intervals[1]', [pair(0, 10), pair(1439, 1441)], /midnight/],
    ['intervals[0]', [pair(1440, 4320)], /midnight/],
    ['intervals[0]', [pair(5, 5)], /end after/],
    ['intervals[0]', [pair(-1, 5)], /minute 0/],
    ['intervals[1]', [pair(0, 60), pair(59, 61)], /overlaps intervals\[0\]/],
    ['intervals', Array.from({ length: 201 }, (_, n) => pair(n, n + 1)), /more than 200/],
  ])('are refused at %s', (field, week, says) => {
    const checked = checkWorkweek(week)
    expect(checked.ok ? [] : checked.error.details?.[0]).toMatchObject({
      field,
      description: expect.stringMatching(says),
    })
  })

  test('are shown in order, joined where they touch, cut at midnights', () => {
    expect(workweekOf([pair(1500, 1600), pair(900, 1500), pair(10, 20)])).toEqual([
      pair(10, 20),
      pair(900, 1440),
      pair(1440, 1600),
    ])
    expect(workweekOf([pair(0, 10_080)])).toHaveLength(7)
  })
})
