import type { Id, Instant } from '../kernel/index.ts'

type Due = { readonly ticketId: Id; readonly at: Instant }

/** When time alone next does something to each ticket that is waiting for it. */
export type Dues = {
  set(ticketId: Id, at: Instant | null): void
  /** Tickets with something due up to then; those set later on that are due by then count from now on too. */
  until(at: Instant): Id[]
  /** The earliest before (and at) an instant, of those that `until` looked at. */
  first(before: number): Due | undefined
  /** The instant by which so many are due, or the last that is due up to `until`; undefined where none is. */
  nth(count: number, until: Instant): Instant | undefined
}

/** Looked through once a batch: what waits at a time is a few thousand, and a heap would have to be searched too. */
export const createDues = (): Dues => {
  const all = new Map<Id, Instant>()
  const soon = new Map<Id, Instant>()
  let horizon = Number.NEGATIVE_INFINITY
  return {
    set: (ticketId, at) => {
      if (at === null) all.delete(ticketId)
      else all.set(ticketId, at)
      if (at !== null && at <= horizon) soon.set(ticketId, at)
      else soon.delete(ticketId)
    },
    until: (at) => {
      horizon = at
      soon.clear()
      for (const [ticketId, due] of all) if (due <= at) soon.set(ticketId, due)
      return [...soon.keys()]
    },
    first: (before) => {
      let found: Due | undefined
      for (const [ticketId, at] of soon)
        if (at <= before && isFirst({ ticketId, at }, found)) found = { ticketId, at }
      return found
    },
    nth: (count, until) => {
      const due = [...all.values()].filter((at) => at <= until).sort((a, b) => a - b)
      return due[Math.min(count, due.length) - 1]
    },
  }
}

/** Earlier; of two at once the one of the lower ticket. */
const isFirst = (one: Due, other: Due | undefined): boolean =>
  other === undefined || one.at < other.at || (one.at === other.at && one.ticketId < other.ticketId)
