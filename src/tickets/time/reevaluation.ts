import type { Id, JsonObject } from '../../kernel/index.ts'
import { type Change, noChange } from '../core/index.ts'
import { viaOf } from '../wire/names.ts'

/** Judges a ticket's past by the policies of today, in somebody's name. */
export const reevaluation = ({
  userId,
  channel,
  system,
}: {
  readonly userId: Id
  readonly channel: string
  readonly system: JsonObject
}): Change => ({
  ...noChange,
  kind: 'update',
  reevaluates: true,
  actor: { kind: 'user', id: userId },
  via: viaOf(channel),
  metadata: { system, custom: {} },
})
