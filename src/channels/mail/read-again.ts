import type { Id } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { ParseOutcome, ParsePool } from './parse/pool.ts'
import { type ClaimedMail, findMailSource } from './store.ts'

/** A stored mail with what the parser makes of it now. */
export type ReadAgain = { readonly mail: ClaimedMail; readonly raw: Buffer; readonly outcome: ParseOutcome }

/** Reads a stored mail once more; undefined when its bytes are gone. DNS is not asked: its verdict stands. */
export const readAgain = async (
  { ground, pool }: { readonly ground: Pick<Ground, 'db' | 'blobs'>; readonly pool: ParsePool },
  mailId: Id,
): Promise<ReadAgain | undefined> => {
  const mail = await findMailSource(ground.db, mailId)
  if (mail === undefined) return undefined
  const raw = mail.raw ?? (await ground.blobs.read(mail.blob as string))
  const outcome = await pool.parse({
    raw: Buffer.from(raw),
    origin: { remoteIp: null, helo: null, envelopeFrom: '' },
    // A host that wrote no judgement: nothing is asked, the verdict is none.
    boundaryHosts: ['-'],
  })
  return { mail, raw, outcome }
}
