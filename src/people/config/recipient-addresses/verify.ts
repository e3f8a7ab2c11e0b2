import type { JsonObject } from '../../../kernel/index.ts'
import { domainOf } from '../../core/index.ts'
import type { Room } from '../../room.ts'

/** What can be checked of an address, by the names of the wire. */
export const CHECKS = ['forwarding', 'spf', 'domain_verification'] as const
export type Check = (typeof CHECKS)[number]

type Verdict = 'unknown' | 'waiting' | 'verified' | 'failed'

/** The TXT record by which a domain says that this desk may speak for it. */
export const verificationRecord = (code: string): string => `mainstay-domain-verification=${code}`

/**
 * The statuses of one check, or of all. `forwarding`: mail to the address has come in here. `spf`: the domain
 * publishes exactly one SPF record (RFC 7208 4.5). `domain_verification`: it publishes our code. Where DNS does not
 * answer, the status is `unknown`.
 */
export const verdictsOf = async (
  room: Room,
  body: JsonObject,
  check: Check | undefined,
): Promise<Readonly<Record<string, Verdict>>> => {
  const email = String(body.email)
  const wants = (one: Check): boolean => check === undefined || check === one
  const records = wants('spf') || wants('domain_verification') ? await txt(room, domainOf(email)) : undefined
  const code = verificationRecord(String(body.domain_verification_code))
  return {
    ...(wants('forwarding') ? { forwarding_status: await forwarding(room, email) } : {}),
    ...(wants('spf') ? { spf_status: judge(records, (all) => all.filter(isSpf).length === 1) } : {}),
    ...(wants('domain_verification')
      ? { domain_verification_status: judge(records, (all) => all.some((one) => one.trim() === code)) }
      : {}),
  }
}

const isSpf = (record: string): boolean => /^v=spf1(?: |$)/i.test(record)

const judge = (
  records: readonly string[] | undefined,
  holds: (records: readonly string[]) => boolean,
): Verdict => {
  if (records === undefined) return 'unknown'
  return holds(records) ? 'verified' : 'failed'
}

/** Undefined where nobody answers: that says nothing about the domain. */
const txt = ({ txtRecords }: Room, domain: string): Promise<readonly string[] | undefined> =>
  txtRecords(domain).catch(() => undefined)

const forwarding = async ({ hasMailCome }: Room, email: string): Promise<Verdict> =>
  (await hasMailCome(email)) ? 'verified' : 'waiting'
