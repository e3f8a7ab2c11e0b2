import type { Instant } from '../../kernel/index.ts'
import type { Opinion } from './rating.ts'
import type { Topic } from './vocabulary.ts'

/** One thing that somebody does. Tickets and people go by their place: ticket 0 is the first that ever arrives. */
export type Act = {
  readonly at: Instant
  readonly ticket: number
} & (
  | {
      readonly kind: 'ask'
      readonly customer: number
      readonly channel: 'email' | 'web' | 'api'
      readonly subject: string
      readonly text: string
      readonly type: Topic['type']
      readonly priority: 'low' | 'normal' | 'high' | 'urgent'
      readonly tags: readonly string[]
      readonly group: number
      /** The closed ticket that it takes up again. */
      readonly followUpOf: number | null
    }
  | { readonly kind: 'rate'; readonly customer: number; readonly opinion: Opinion }
  | { readonly kind: 'answer'; readonly customer: number; readonly text: string }
  | {
      readonly kind: 'reply'
      readonly agent: number
      readonly text: string
      readonly status: 'open' | 'pending' | 'hold' | 'solved'
    }
  | { readonly kind: 'note'; readonly agent: number; readonly text: string }
  | { readonly kind: 'hand_up'; readonly agent: number; readonly to: number; readonly text: string }
  | { readonly kind: 'solve'; readonly agent: number }
  /** The ticket is one of many of an outage; `problem` is the one that stands for it. */
  | { readonly kind: 'link'; readonly agent: number; readonly problem: number; readonly text: string }
  /** The customer asked twice: this ticket goes on in another, which tells of it. */
  | { readonly kind: 'merge_into'; readonly agent: number; readonly into: number; readonly text: string }
  | { readonly kind: 'merge_from'; readonly agent: number; readonly from: number; readonly text: string }
  /** Nobody does it: what was solved and left alone is closed after four weeks. */
  | { readonly kind: 'close' }
)
