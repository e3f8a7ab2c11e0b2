import { err, ok, type Result } from '../../kernel/index.ts'

export const MAX_EMAIL_LENGTH = 254
const MAX_LOCAL_LENGTH = 64

/** C0, C1, line and paragraph separators, bidi controls, zero width: nothing an address may carry. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u
const LOCAL = /^[^\s"(),:;<>@[\\\]]+$/u
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/

/**
 * Reads an e-mail address (RFC 5321 dot-string or RFC 6531, no quoted local part) into the one form that is kept and
 * compared: lower case, the domain in its ASCII form (UTS 46). The error is the end of a sentence.
 *
 * A local part that compatibility mapping would change is refused: `K` (Kelvin sign) lowers to `k`, so it would be
 * taken for somebody else's address.
 */
export const readEmail = (text: string): Result<string, string> => {
  const trimmed = text.replace(/^[ \t]+|[ \t]+$/g, '')
  if (trimmed === '') return err('cannot be blank')
  if (trimmed.length > MAX_EMAIL_LENGTH) return err(`is longer than ${MAX_EMAIL_LENGTH} characters`)
  if (UNSEEN.test(trimmed)) return err('contains characters that are not allowed')
  const at = trimmed.lastIndexOf('@')
  const local = trimmed.slice(0, at)
  if (at < 1 || local.length > MAX_LOCAL_LENGTH) return err('is not properly formatted')
  if (!LOCAL.test(local) || local.normalize('NFKC') !== local) return err('is not properly formatted')
  const domain = readDomain(trimmed.slice(at + 1))
  if (!domain.ok) return err('is not properly formatted')
  const email = `${local.toLowerCase()}@${domain.value}`
  return email.length > MAX_EMAIL_LENGTH ? err(`is longer than ${MAX_EMAIL_LENGTH} characters`) : ok(email)
}

/** Reads a domain name into lower-case ASCII (`münchen.example` → `xn--mnchen-3ya.example`); no address literals. */
export const readDomain = (text: string): Result<string, string> => {
  if (!/^[^\s/?#@:%\\[\]]{1,253}$/u.test(text) || UNSEEN.test(text)) return err('is not a domain name')
  if (!URL.canParse(`http://${text}/`)) return err('is not a domain name')
  const { hostname } = new URL(`http://${text}/`)
  const labels = hostname.split('.')
  const isName = hostname.length <= 253 && labels.every((label) => LABEL.test(label))
  return isName && !/^\d+$/.test(labels.at(-1)!) ? ok(hostname) : err('is not a domain name')
}

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)

/** `ada+news@x.example` → `ada@x.example`: the address that a tagged one is delivered to. */
export const withoutTag = (email: string): string => email.replace(/\+[^@]*@/, '@')
