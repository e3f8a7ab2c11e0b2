import type { Id } from '../../kernel/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import type { Room } from '../room.ts'
import { dropValues } from './forget-store.ts'
import { type FieldKind, ownerFields } from './values.ts'

export const FORGET_JOB = 'people_forget_field'

export type Forget = { readonly kind: FieldKind; readonly key: string }

/** Takes the values of a removed field off those who had one, some hundreds at a time. */
export const forgetFieldJob = (room: Room): JobHandler => ({
  name: FORGET_JOB,
  run: async (payload) => {
    const { kind, key } = payload as unknown as Forget
    let after: Id | undefined = 0
    while (after !== undefined) {
      // Somebody has made a field of the same key meanwhile: what stands now is its own.
      const fields = ownerFields(await room.ground.policy.current(), kind)
      if (fields.some((field) => field.key === key)) return
      after = await dropValues(room.ground.db, kind, key, after)
      room.ground.wake()
    }
  },
})
