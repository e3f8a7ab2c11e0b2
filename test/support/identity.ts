import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import {
  claimIdentity,
  type Database,
  openSession,
  type ProcessIdentity,
  type Session,
} from '../../src/platform/db/index.ts'

/** A process, as far as leases see one; `die` ends it without a word, as a crash does. */
export type TestProcess = {
  readonly identity: ProcessIdentity
  readonly session: Session
  die(): Promise<void>
}

export const testProcess = async (db: Pick<Database, 'address'>): Promise<TestProcess> => {
  const session = await openSession({ address: db.address, purpose: 'test', log: pino({ level: 'silent' }) })
  const identity = await claimIdentity(session, randomBytes)
  return { identity, session, die: () => session.close() }
}
