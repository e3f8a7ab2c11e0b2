import type { Egress, ResolvedAddress } from '../../platform/egress/index.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import { type MailboxSettings, STANDARD_PORTS } from './mailbox.ts'

/** Where a mailbox may be fetched from, or the sentence that says why not there. */
export type Target =
  | { readonly ok: true; readonly addresses: readonly ResolvedAddress[] }
  | { readonly ok: false; readonly field: 'host' | 'port' | 'security'; readonly error: string }

const LISTED_PORTS: readonly number[] = Object.values(STANDARD_PORTS)

/**
 * Resolves a mail server once, to be connected to at just those addresses. The public internet, by TLS, at the
 * standard ports; hosts that the operator lists (`MAINSTAY_MAILBOX_HOSTS`) may also be private, use any port, and on
 * private addresses go without TLS.
 */
export const targetOf = async (
  { egress, settings }: { readonly egress: Egress; readonly settings: Pick<Settings, 'mailboxHosts'> },
  { host, port, security }: Pick<MailboxSettings, 'host' | 'port' | 'security'>,
): Promise<Target> => {
  const isListed = settings.mailboxHosts.some((one) => one.toLowerCase() === host.toLowerCase())
  if (!isListed && !LISTED_PORTS.includes(port)) {
    return refused(
      'port',
      `must be ${[...new Set(LISTED_PORTS)].join(' or ')}, unless the operator lists the host`,
    )
  }
  const found = await egress.resolve(host, isListed)
  if (!found.ok) return refused('host', found.error.message)
  if (security === 'none' && (!isListed || (await anyPublic(egress, found.value)))) {
    return refused(
      'security',
      'must be tls or starttls: a password does not go over the internet in the clear',
    )
  }
  return { ok: true, addresses: found.value }
}

const anyPublic = async (egress: Egress, addresses: readonly ResolvedAddress[]): Promise<boolean> =>
  (await Promise.all(addresses.map(({ address }) => egress.resolve(address)))).some(({ ok }) => ok)

const refused = (field: 'host' | 'port' | 'security', error: string): Target => ({ ok: false, field, error })
