import { type Handover, withoutUndone } from './stays.ts'

/** A next update that was promised to a customer, and what became of it. */
export type Promised = {
  readonly promisedAt: number
  readonly dueAt: number
  /**
   * `kept` by a reply, or by solving, in time; `renewed` or `withdrawn` before its time; `missed`; `open` still;
   * `overdue`: missed, and nobody has replied yet.
   */
  readonly state: 'kept' | 'renewed' | 'withdrawn' | 'missed' | 'open' | 'overdue'
  readonly endedAt: number | null
}

/** Reads off a ticket's audits, oldest first, what was promised and whether it was kept, as of an instant. */
export const promisesOf = (audits: readonly Handover[], now: number): Promised[] => {
  const promises: Promised[] = []
  let open: { readonly promisedAt: number; readonly dueAt: number } | null = null
  for (const { at, events } of withoutUndone(audits)) {
    const last = events.findLast((event) => event.type === 'field_changed' && event.field === 'nextUpdateAt')
    if (last?.type !== 'field_changed') continue
    if (open)
      promises.push({
        ...open,
        state: endOf(open.dueAt, at, { events, isRenewed: last.to !== null }),
        endedAt: at,
      })
    open = typeof last.to === 'number' ? { promisedAt: at, dueAt: last.to } : null
  }
  if (open) promises.push({ ...open, state: now > open.dueAt ? 'overdue' : 'open', endedAt: null })
  return promises
}

const endOf = (
  dueAt: number,
  at: number,
  { events, isRenewed }: Pick<Handover, 'events'> & { readonly isRenewed: boolean },
): Promised['state'] => {
  if (at > dueAt) return 'missed'
  if (events.some(isAnswer)) return 'kept'
  return isRenewed ? 'renewed' : 'withdrawn'
}

const isAnswer = (event: Handover['events'][number]): boolean =>
  event.type === 'commented' ||
  (event.type === 'field_changed' && event.field === 'status' && event.to === 'solved')
