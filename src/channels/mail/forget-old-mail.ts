import { DAY_MS, plusMs } from '../../kernel/index.ts'
import { accountSettingsOf } from '../../people/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { eraseOldRaw } from './store.ts'

/**
 * Takes away the bytes of mails that are older than the desk keeps them (`raw_mail_retention_days` of the account
 * settings; not set: for ever). What became of them stays, and so does what tells a mail delivered again.
 */
export const forgetOldMail = async ({
  db,
  clock,
  policy,
  blobs,
}: Pick<Ground, 'db' | 'clock' | 'policy' | 'blobs'>): Promise<void> => {
  const { raw_mail_retention_days: days } = accountSettingsOf(await policy.current())
  if (typeof days !== 'number') return
  const before = plusMs(clock.now(), -days * DAY_MS)
  for (;;) {
    const erased = await eraseOldRaw(db, before)
    for (const blob of erased.blobs) await blobs.remove(blob)
    if (erased.count === 0) return
  }
}
