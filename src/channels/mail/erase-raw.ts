import type { Id } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { EffectHandler } from '../../platform/module.ts'
import { ERASE_MAIL } from '../../tickets/index.ts'
import { eraseRawMail } from './store.ts'

/** Takes the bytes of a mail away when words or files of the comment that it became were redacted. */
export const eraseMailHandler = (ground: Pick<Ground, 'db' | 'blobs'>): EffectHandler => ({
  kind: ERASE_MAIL,
  concurrency: 1,
  deliver: async ({ payload }) => {
    const blob = await eraseRawMail(ground.db, payload.mailId as Id)
    if (blob !== null) await ground.blobs.remove(blob)
    return { outcome: 'done' }
  },
})
