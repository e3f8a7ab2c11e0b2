import { isIP } from 'node:net'
import type { Resolve } from './parse/verdict.ts'

/**
 * The listed hosts if the peer is one of them, else none: a header that claims a boundary host's judgement counts
 * only in mail that came from there. A name is one if it resolves to the peer's address.
 */
export const boundaryHostsFor = async (
  hosts: readonly string[],
  remoteIp: string | null,
  resolve: Resolve,
): Promise<readonly string[]> => {
  if (hosts.length === 0 || remoteIp === null) return []
  const peer = remoteIp.replace(/^::ffff:/i, '').toLowerCase()
  if (hosts.some((host) => isIP(host) !== 0 && host.toLowerCase() === peer)) return hosts
  const recordType = isIP(peer) === 6 ? 'AAAA' : 'A'
  const names = hosts.filter((host) => isIP(host) === 0)
  const answers = await Promise.all(names.map((name) => resolve(name, recordType).catch(() => [])))
  return answers.flat(2).some((address) => address.toLowerCase() === peer) ? hosts : []
}
