import { BlockList, isIP } from 'node:net'
import { err, ok, type Result } from '../../kernel/index.ts'

/** Reads the text of a setting. The error completes the sentence `PORT: … .` and never repeats the text itself. */
export type Parse<T> = (text: string) => Result<T, string>

export const text: Parse<string> = (value) => ok(value)

export const wholeNumber =
  (min: number, max: number): Parse<number> =>
  (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
    return number >= min && number <= max ? ok(number) : err(`is not a whole number from ${min} to ${max}`)
  }

export const oneOf =
  <const T extends string>(...choices: readonly T[]): Parse<T> =>
  (value) => {
    const found = choices.find((choice) => choice === value)
    return found === undefined ? err(`is none of ${choices.join(', ')}`) : ok(found)
  }

export const yesNo: Parse<boolean> = (value) => {
  if (['true', '1', 'yes', 'on'].includes(value.toLowerCase())) return ok(true)
  if (['false', '0', 'no', 'off'].includes(value.toLowerCase())) return ok(false)
  return err('is neither true nor false')
}

/** Separated by commas or blanks; each part is read alone, and a wrong one is named by its place. */
export const listOf =
  <T>(parse: Parse<T>): Parse<readonly T[]> =>
  (value) => {
    const found: T[] = []
    for (const [index, part] of value
      .split(/[\s,]+/)
      .filter(Boolean)
      .entries()) {
      const parsed = parse(part)
      if (!parsed.ok) return err(`${parsed.error} (part ${index + 1} of the list)`)
      found.push(parsed.value)
    }
    return found.length > 0 ? ok(found) : err('is an empty list')
  }

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i

/** A name or an IP address, without a port. */
export const host: Parse<string> = (value) =>
  HOST_NAME.test(value) || isIP(value) !== 0
    ? ok(value.toLowerCase())
    : err('is not the name or address of a host')

/** A name or an address as in a Host header: IPv6 in brackets, a port if it is not the usual one. */
export const hostAndPort: Parse<string> = (value) => {
  const [, name = '', port] = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(value) ?? []
  const bare = name.startsWith('[') ? name.slice(1, -1) : name
  const isHost = host(bare).ok && (isIP(bare) === 6) === name.startsWith('[')
  return isHost && Number(port ?? 1) <= 65_535 ? ok(value.toLowerCase()) : err('is not a host, or host:port')
}

/** A plain address: no display name, no quoting. Domains compare without case; so do our own mailboxes. */
export const mailAddress: Parse<string> = (value) => {
  const [, local = '', domain = ''] = /^([^@]+)@([^@]+)$/.exec(value) ?? []
  const isAddress = /^[a-z0-9.!#$%&'*/=?^_`{|}~+-]{1,64}$/i.test(local) && HOST_NAME.test(domain)
  return isAddress ? ok(value.toLowerCase()) : err('is not a mail address such as support@example.com')
}

/** An IP address, or a network in CIDR form. */
export const network: Parse<string> = (value) => {
  const [address = '', bits, ...rest] = value.split('/')
  const family = isIP(address)
  const isBits = bits === undefined || (/^\d{1,3}$/.test(bits) && rest.length === 0)
  if (family === 0 || !isBits) return err('is not an IP address or a network such as 10.0.0.0/8')
  try {
    new BlockList().addSubnet(address, Number(bits ?? 0), family === 4 ? 'ipv4' : 'ipv6')
    return ok(value)
  } catch {
    return err('is a network with more bits than its address has')
  }
}

const urlOf = (value: string, protocols: readonly string[]): URL | undefined => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  return url !== undefined && protocols.includes(url.protocol) && url.hostname !== '' ? url : undefined
}

/** Scheme, host and port alone; answered without a slash at the end. */
export const origin: Parse<string> = (value) => {
  const url = urlOf(value, ['http:', 'https:'])
  const isBare = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  return isBare
    ? ok(url.origin)
    : err('is not an address such as https://help.example.com (no path, no query)')
}

export const smtpUrl: Parse<string> = (value) => {
  const url = urlOf(value, ['smtp:', 'smtps:'])
  const isBare = url !== undefined && (url.pathname === '' || url.pathname === '/')
  return isBare ? ok(value) : err('is not a URL such as smtp://user:password@mail.example.com:587')
}

/** `postgres://user@/name?host=/directory` has no host: the driver reads it from the query. */
export const postgresUrl: Parse<string> = (value) =>
  /^postgres(?:ql)?:\/\//.test(value) &&
  URL.canParse(value.replace(/^(\w+:\/\/[^/?]*@)?(?=\/)/, '$1localhost'))
    ? ok(value)
    : err('is not a URL such as postgres://user:password@db.example.com:5432/mainstay')

export const atLeast =
  (length: number): Parse<string> =>
  (value) =>
    value.length >= length ? ok(value) : err(`is shorter than ${length} characters`)
