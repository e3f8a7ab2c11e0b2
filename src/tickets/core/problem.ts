import type { Ticket } from './ticket.ts'

/** Whether a Change solves a problem: its incidents are solved with it. */
export const solvesProblem = (before: Ticket | null, after: Ticket): boolean =>
  before !== null && after.type === 'problem' && after.status === 'solved' && !isSolved(before)

const isSolved = ({ status }: Ticket): boolean => status === 'solved' || status === 'closed'
