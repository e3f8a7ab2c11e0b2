import type { MailVerdict } from '../../core/index.ts'

/**
 * The verdict that a boundary host of ours wrote on top of the mail (RFC 8601): the first `Authentication-Results` of
 * the header, and only if it bears a listed name. Whether the mail really came from there is the caller's to know.
 * `null`: it wrote none.
 */
export const boundaryVerdict = (raw: Buffer, boundaryHosts: readonly string[]): MailVerdict | null => {
  const head = raw.toString('latin1', 0, 64 * 1024)
  const end = head.search(/\r?\n\r?\n/)
  const unfolded = (end < 0 ? head : head.slice(0, end)).replace(/\r?\n[ \t]+/g, ' ')
  const header = unfolded.split(/\r?\n/).find((line) => /^authentication-results[ \t]*:/i.test(line))
  if (header === undefined) return null
  const value = header.slice(header.indexOf(':') + 1).replace(/\([^()]{0,1000}\)/g, ' ')
  const [name = '', ...results] = value.split(';')
  const authority = name.trim().split(/\s/, 1)[0]?.toLowerCase() ?? ''
  if (!boundaryHosts.some((host) => host.toLowerCase() === authority)) return null
  const dmarc = results
    .map((one) => /^\s*dmarc\s*=\s*(\w+)/i.exec(one)?.[1]?.toLowerCase())
    .find((one) => one)
  if (dmarc === 'pass' || dmarc === 'fail' || dmarc === 'temperror') return dmarc
  return 'none'
}
