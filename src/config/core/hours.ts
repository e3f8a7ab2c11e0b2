import type { Json, JsonObject } from '../../kernel/index.ts'
import { isObject, type Path } from './document.ts'

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
const SPAN = /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/

export type Hours = {
  readonly intervals: readonly JsonObject[]
  readonly told: readonly { readonly path: Path; readonly message: string }[]
}

/** `{monday: ["09:00-17:00"]}` as the wire's intervals, minutes since Sunday 00:00. */
export const intervalsOf = (hours: Json): Hours => {
  if (!isObject(hours))
    return { intervals: [], told: [{ path: ['hours'], message: 'must be days and their hours' }] }
  const told = Object.keys(hours).flatMap((day) =>
    DAYS.some((known) => known === day)
      ? []
      : [{ path: ['hours', day], message: `is not known: ${DAYS.join(', ')}` }],
  )
  const read = DAYS.flatMap((day, index) =>
    [hours[day] ?? []]
      .flat()
      .map((span, place) => ({ span, path: ['hours', day, place], start: index * 1440 })),
  )
  const wrong = read.filter(({ span }) => typeof span !== 'string' || minutesIn(span) === undefined)
  return {
    told: [
      ...told,
      ...wrong.map(({ path }) => ({ path, message: 'must be from-to, such as "09:00-17:00"' })),
    ],
    intervals: read.flatMap(({ span, start }) => {
      const minutes = typeof span === 'string' ? minutesIn(span) : undefined
      return minutes === undefined ? [] : [{ start_time: start + minutes[0], end_time: start + minutes[1] }]
    }),
  }
}

const minutesIn = (span: string): readonly [number, number] | undefined => {
  const found = SPAN.exec(span)
  if (found === null) return undefined
  const [fromHour, from, toHour, to] = found.slice(1).map(Number) as [number, number, number, number]
  const minutes = [fromHour * 60 + from, toHour * 60 + to] as const
  return minutes[0] < minutes[1] && minutes[1] <= 1440 ? minutes : undefined
}
