import type { Id } from '../../kernel/index.ts'

/** With whom a ticket was, from an instant to another; the last one goes on (`to` is null). */
export type Stay = { readonly id: Id; readonly from: number; readonly to: number | null }

/** Who had a ticket, and for how long. */
export type Stays = { readonly groups: readonly Stay[]; readonly assignees: readonly Stay[] }

/** An audit, as far as it says who had the ticket from then on, or by when its customer was promised to hear. */
export type Handover = {
  readonly seq: number
  readonly at: number
  readonly events: readonly HandoverEvent[]
}
export type HandoverEvent =
  | { readonly type: 'field_changed'; readonly field: string; readonly to: unknown }
  /** In public. */
  | { readonly type: 'commented' }
  | { readonly type: 'undone'; readonly seq: number; readonly mode: string }

/** Reads off a ticket's audits, oldest first, with which groups and agents it has been. */
export const staysOf = (audits: readonly Handover[]): Stays => {
  const standing = withoutUndone(audits)
  return { groups: stays(standing, 'groupId'), assignees: stays(standing, 'assigneeId') }
}

/** What was taken back in place has never been, and neither has its taking back. */
export const withoutUndone = (audits: readonly Handover[]): Handover[] => {
  const gone = new Set<number>()
  for (const { seq, events } of audits)
    for (const event of events)
      if (event.type === 'undone' && event.mode === 'in_place') {
        gone.add(event.seq)
        gone.add(seq)
      }
  return audits.filter(({ seq }) => !gone.has(seq))
}

const stays = (audits: readonly Handover[], field: string): Stay[] => {
  const found: { id: Id; from: number; to: number | null }[] = []
  for (const { at, events } of audits) {
    // Rules may pass a ticket on within one update: where it ends up is where it goes.
    const last = events.findLast((event) => event.type === 'field_changed' && event.field === field)
    if (last?.type !== 'field_changed') continue
    const open = found.at(-1)
    if (open?.to === null) open.to = at
    if (typeof last.to === 'number') found.push({ id: last.to, from: at, to: null })
  }
  return found
}
