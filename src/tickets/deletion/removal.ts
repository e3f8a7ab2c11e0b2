import type { Id, JsonObject } from '../../kernel/index.ts'
import { type Change, noChange, type RemovalKind } from '../core/index.ts'
import { viaOf } from '../wire/names.ts'

/** Somebody's wish to delete, restore or purge a ticket. */
export const removal = (
  kind: RemovalKind,
  asker: { readonly userId: Id; readonly channel: string; readonly system: JsonObject },
): Change => ({
  ...noChange,
  kind,
  actor: { kind: 'user', id: asker.userId },
  via: viaOf(asker.channel),
  metadata: { system: asker.system, custom: {} },
})
