import type { Desk } from '../support/desk.ts'

/** One write that was asked for: its marker stands in the text, so that it can be counted afterwards. */
export type Entry = {
  readonly marker: string
  readonly kind: 'create' | 'comment' | 'mail'
  readonly ticketId: number | undefined
  /** `lost` in the sense of: nobody told us; it may be there once or not at all. */
  outcome: 'acknowledged' | 'unknown' | 'refused'
}

export type Ledger = Entry[]

type Page = {
  readonly tickets: readonly { readonly id: number; readonly subject: string | null }[]
  readonly links: { readonly next: string | null }
}
type Comments = {
  readonly comments: readonly { readonly body: string }[]
  readonly links: { readonly next: string | null }
}

const MARKER = /mark-[0-9a-z-]+-mark/g

/** Reads the whole desk through its API and counts how often each marker stands in it. */
export const countMarkers = async (desk: Desk): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  let next: string | null = '/api/v2/tickets.json?page[size]=100'
  while (next !== null) {
    const page: Page = (await desk.api<Page>('GET', next)).body
    for (const ticket of page.tickets) await countComments(desk, ticket.id, counts)
    next = relative(page.links.next)
  }
  return counts
}

const countComments = async (desk: Desk, ticketId: number, counts: Map<string, number>): Promise<void> => {
  let next: string | null = `/api/v2/tickets/${ticketId}/comments.json?page[size]=100`
  while (next !== null) {
    const page: Comments = (await desk.api<Comments>('GET', next)).body
    for (const marker of page.comments.flatMap((comment) => comment.body.match(MARKER) ?? [])) {
      counts.set(marker, (counts.get(marker) ?? 0) + 1)
    }
    next = relative(page.links.next)
  }
}

const relative = (url: string | null): string | null => {
  if (url === null) return null
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** Every acknowledged write once; one whose fate we were not told at most once; nothing that nobody asked for. */
export const faults = (ledger: Ledger, counts: ReadonlyMap<string, number>): string[] => {
  const asked = new Map(ledger.map((entry) => [entry.marker, entry]))
  const wrong: string[] = []
  for (const entry of ledger) {
    const count = counts.get(entry.marker) ?? 0
    if (entry.outcome === 'acknowledged' && count !== 1)
      wrong.push(`${entry.kind} ${entry.marker}: ${count} times`)
    if (entry.outcome === 'unknown' && count > 1) wrong.push(`${entry.kind} ${entry.marker}: ${count} times`)
    if (entry.outcome === 'refused' && count > 0)
      wrong.push(`${entry.kind} ${entry.marker}: refused, yet there`)
  }
  for (const marker of counts.keys()) if (!asked.has(marker)) wrong.push(`${marker}: never asked for`)
  return wrong
}
