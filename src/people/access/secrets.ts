import { createHash } from 'node:crypto'
import { isTokenText } from '../core/index.ts'

const SECRET_BYTES = 32

/** 256 bits as 43 letters: what sessions, CSRF tokens and API tokens are made of. */
export const newSecret = (randomBytes: (size: number) => Buffer): string =>
  randomBytes(SECRET_BYTES).toString('base64url')

/** How a secret of 256 random bits is kept: nothing slow is needed, there is nothing to guess. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export type ReadCredential =
  | { readonly kind: 'none' }
  | { readonly kind: 'bad' }
  /** `email` of HTTP Basic: the token must be that person's. */
  | { readonly kind: 'token'; readonly token: string; readonly email: string | null }

/**
 * Reads an `Authorization` header: `Bearer mst_…`, or Basic with `{email}/token` and the token as password. Basic with
 * a password is off (`security.md` 6), so it is as bad as anything else.
 */
export const readAuthorization = (header: string | undefined): ReadCredential => {
  if (header === undefined) return { kind: 'none' }
  const [, scheme = '', value = ''] = /^([A-Za-z]+) +([^\s]+) *$/.exec(header) ?? []
  if (scheme.toLowerCase() === 'bearer') return tokenCredential(value, null)
  return scheme.toLowerCase() === 'basic' ? basicCredential(value) : { kind: 'bad' }
}

const basicCredential = (value: string): ReadCredential => {
  const pair = Buffer.from(value, 'base64').toString('utf8')
  const [, email, token = ''] = /^([^:]+)\/token:(.*)$/s.exec(pair) ?? []
  return email === undefined ? { kind: 'bad' } : tokenCredential(token, email)
}

const tokenCredential = (token: string, email: string | null): ReadCredential =>
  isTokenText(token) ? { kind: 'token', token, email } : { kind: 'bad' }
