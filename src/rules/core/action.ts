import type { Id, Json } from '../../kernel/index.ts'
import type { FieldValue } from '../../people/core/index.ts'

/** A message in Liquid and the placeholders it names. */
export type Message = {
  readonly subject: string
  readonly body: string
  readonly placeholders: readonly string[]
}

/** One text in Liquid and the placeholders it names. */
export type Template = { readonly source: string; readonly placeholders: readonly string[] }

/** What a rule sends to a webhook: a body, or names with texts for a query or a form. */
export type WebhookBody = string | readonly (readonly [name: string, text: string])[]

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
  | {
      readonly kind: 'webhook'
      readonly webhookId: string
      readonly body: WebhookBody
      readonly placeholders: readonly string[]
    }
  | { readonly kind: 'target'; readonly targetId: Id; readonly message: Template }
  /** Ids or names of skills. */
  | { readonly kind: 'skills'; readonly mode: 'set' | 'add' | 'remove'; readonly skills: readonly string[] }
  | {
      readonly kind: 'side_conversation'
      readonly channel: 'email' | 'slack' | 'ticket'
      readonly message: Message
      /** Recipients and whatever else the channel takes, as they were written. */
      readonly rest: readonly Json[]
    }
  | { readonly kind: 'share'; readonly agreementId: Id }
  /** Writes a custom field of the requester, or of the ticket's organisation. */
  | {
      readonly kind: 'owner_field'
      readonly owner: 'requester' | 'organization'
      readonly key: string
      readonly value: Json
    }
  /** Of macros alone, as the four that follow: one of the groups of whoever applies it. */
  | { readonly kind: 'own_group' }
  | { readonly kind: 'subject'; readonly template: Template }
  /** `channel`: the replies that it is meant for. */
  | {
      readonly kind: 'comment'
      readonly format: 'text' | 'html'
      readonly channel: 'all' | 'web' | 'chat'
      readonly template: Template
    }
  | { readonly kind: 'comment_mode'; readonly isPublic: boolean }
  | { readonly kind: 'attachments'; readonly ids: readonly Id[] }
  /** Understood, without effect here. */
  | { readonly kind: 'nothing' }
