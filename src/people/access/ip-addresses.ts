import { isIP } from 'node:net'

/** The form that PostgreSQL's `inet` reads and compares; `null` for what is no address. */
export const inetOf = (ip: string): string | null => {
  const plain = ip.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(plain) === 0 ? null : plain
}

/** Whether a text is an address or a network (`10.0.0.0/8`, `2001:db8::/32`) that a token can be bound to. */
export const isNetwork = (text: string): boolean => {
  const [, address = '', prefix] = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = isIP(address)
  return version !== 0 && (prefix === undefined || Number(prefix) <= (version === 4 ? 32 : 128))
}
