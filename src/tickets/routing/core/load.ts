import type { Priority, Status } from '../../core/ticket.ts'

/** What an unsolved ticket weighs: its status times its priority. */
export type LoadWeights = {
  readonly status: { readonly [status in 'new' | 'open' | 'pending' | 'hold']: number }
  readonly priority: { readonly [priority in Priority | 'none']: number }
}

export const STANDARD_WEIGHTS: LoadWeights = {
  status: { new: 1, open: 1, pending: 0.25, hold: 0.25 },
  priority: { none: 1, low: 0.5, normal: 1, high: 2, urgent: 3 },
}

/** As many tickets of one status and priority. */
export type OpenTickets = {
  readonly status: Status
  readonly priority: Priority | null
  readonly count: number
}

export const weightOfTicket = (
  { status, priority }: Pick<OpenTickets, 'status' | 'priority'>,
  weights: LoadWeights,
): number =>
  status === 'solved' || status === 'closed'
    ? 0
    : weights.status[status] * weights.priority[priority ?? 'none']

/** The weight of all that somebody has in hand. */
export const weightOfAll = (open: readonly OpenTickets[], weights: LoadWeights): number =>
  rounded(open.reduce((sum, one) => sum + one.count * weightOfTicket(one, weights), 0))

/** Sums of tenths are not exact: what differs by less than a millionth is the same. */
export const rounded = (weight: number): number => Math.round(weight * 1e6) / 1e6

/** What is in hand ÷ capacity × modifier; 0 where nothing can be taken at all. */
export const loadOf = (
  weight: number,
  { capacity, modifier }: { readonly capacity: number; readonly modifier: number },
): number => (capacity === 0 ? 0 : rounded((weight / capacity) * modifier))
