import type { Id } from '../../kernel/index.ts'
import type { FieldValue } from '../../people/core/index.ts'

/** A message in Liquid and the placeholders it names. */
export type Message = {
  readonly subject: string
  readonly body: string
  readonly placeholders: readonly string[]
}

/** Who a rule writes to. */
export type Recipients =
  | { readonly kind: 'person'; readonly who: Id | 'requester_id' | 'assignee_id' | 'current_user' }
  | { readonly kind: 'requester_and_ccs' }
  | { readonly kind: 'all_agents' }
  /** `null`: the group of the ticket. */
  | { readonly kind: 'group'; readonly groupId: Id | null }

/** What a rule does, understood. */
export type Action =
  | { readonly kind: 'status'; readonly status: string }
  | { readonly kind: 'custom_status'; readonly id: Id }
  | { readonly kind: 'type'; readonly type: string | null }
  | { readonly kind: 'kind'; readonly name: string | null }
  | { readonly kind: 'resolution_code'; readonly code: string }
  | { readonly kind: 'priority'; readonly priority: string }
  | { readonly kind: 'brand'; readonly id: Id }
  | { readonly kind: 'form'; readonly id: Id }
  | { readonly kind: 'schedule'; readonly id: Id }
  /** `null`: none. */
  | { readonly kind: 'group'; readonly id: Id | null }
  | { readonly kind: 'assignee'; readonly who: Id | 'current_user' | 'requester_id' | null }
  | { readonly kind: 'tags'; readonly mode: 'set' | 'add' | 'remove'; readonly tags: readonly string[] }
  | { readonly kind: 'field'; readonly fieldId: Id; readonly value: FieldValue }
  /** The requester is asked how the help was. */
  | { readonly kind: 'satisfaction' }
  | { readonly kind: 'participant'; readonly as: 'follower' | 'cc'; readonly who: Id | 'current_user' }
  | { readonly kind: 'notify'; readonly recipients: Recipients; readonly message: Message }
  /** Understood, without effect here. */
  | { readonly kind: 'nothing' }
