import { authenticate } from 'mailauth'
import { cleanAddress, type MailVerdict } from '../../core/index.ts'

/** How `node:dns` asks: errors carry a `code` such as ENOTFOUND or ETIMEOUT. */
export type Resolve = (name: string, recordType: string) => Promise<string[] | string[][]>

export type Origin = {
  readonly remoteIp: string | null
  readonly helo: string | null
  readonly envelopeFrom: string
  /** The address that the mail is taken to be from. What is verified must be what is read. */
  readonly from: string | null
}

/** DNS says so when a name does not exist or has no such record: an answer, not a failure. */
const MISSING: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'NXDOMAIN'])

/**
 * One verdict on whether the domain in From vouches for the mail (RFC 9989, RFC 6376, RFC 7208). `pass`: an aligned
 * signature or sender policy; `fail`: the domain's published policy is not met; `none`: it publishes nothing that
 * helps; `temperror`: could not be found out.
 */
export const authenticateMail = async (
  raw: Buffer,
  origin: Origin,
  resolve: Resolve,
): Promise<MailVerdict> => {
  if (origin.from === null) return 'none'
  let troubled = false
  const resolver: Resolve = async (name, recordType) => {
    try {
      return await resolve(name, recordType)
    } catch (error) {
      if (!MISSING.has(codeOf(error))) troubled = true
      throw error
    }
  }
  const result = await authenticate(raw, {
    sender: origin.envelopeFrom,
    ...(origin.remoteIp === null ? {} : { ip: origin.remoteIp }),
    ...(origin.helo === null ? {} : { helo: origin.helo }),
    mta: 'mainstay',
    disableArc: true,
    disableBimi: true,
    resolver,
  })
  const verified = (result.dkim?.headerFrom ?? []).map((address) => cleanAddress(address))
  if (verified.length > 1 || (verified.length === 1 && verified[0] !== origin.from)) return 'fail'
  // Of fetched mail it is not known where it came from: half of the question stays open.
  return verdictOf(result, domainOf(origin.from), troubled || origin.remoteIp === null)
}

type Authentication = Awaited<ReturnType<typeof authenticate>>

const verdictOf = (result: Authentication, domain: string, troubled: boolean): MailVerdict => {
  const dmarc = result.dmarc === false || result.dmarc === undefined ? 'none' : result.dmarc.status.result
  if (dmarc === 'pass') return 'pass'
  if (dmarc === 'fail') return troubled ? 'temperror' : 'fail'
  if (dmarc === 'temperror') return 'temperror'
  if (isVouchedFor(result, domain)) return 'pass'
  return troubled ? 'temperror' : 'none'
}

/** Without a DMARC record only the very same domain counts. */
const isVouchedFor = (result: Authentication, domain: string): boolean => {
  const signed = (result.dkim?.results ?? []).some(
    (one) => one.status.result === 'pass' && one.signingDomain?.toLowerCase() === domain,
  )
  const spf = result.spf === false || result.spf === undefined ? undefined : result.spf
  return signed || (spf?.status.result === 'pass' && spf.domain?.toLowerCase() === domain)
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'EUNKNOWN'
