/** A ticket that its customer might ask about a second time. */
export type Told = {
  readonly ticket: number
  readonly customer: number
  readonly topic: string
  /** False once it was merged away or closed. */
  isOpen: boolean
}

/** How many back somebody may have asked before. */
const KEPT = 40

/** The last tickets of a kind: that came, or that were closed. */
export const recentTickets = () => {
  const tickets: Told[] = []
  return {
    add: (told: Told): void => {
      tickets.push(told)
      if (tickets.length > KEPT) tickets.shift()
    },
    all: (): readonly Told[] => tickets,
    take: (told: Told | undefined): void => {
      if (told !== undefined) tickets.splice(tickets.indexOf(told), 1)
    },
  }
}
