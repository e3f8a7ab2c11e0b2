import { describe, expect, it } from 'vitest'
import { maySignInOver, readSessionCookie, sessionCookie } from './cookies.ts'
import { inetOf, isNetwork } from './ip-addresses.ts'
import { readAuthorization } from './secrets.ts'

const SECRET = 's'.repeat(43)
const plain = { baseUrl: 'http://localhost:3000', insecureHttp: false }
const secure = { baseUrl: 'https://desk.example', insecureHttp: false }

describe('the session cookie', () => {
  it('bears the host prefix over TLS, and another name over plain HTTP', () => {
    expect(sessionCookie('https://desk.example', SECRET, 60)).toBe(
      `__Host-mainstay=${SECRET}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure`,
    )
    expect(sessionCookie('http://localhost:3000', SECRET, 60)).toBe(
      `mainstay_session=${SECRET}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax`,
    )
  })

  it('counts under the plain name only where it could have been given', () => {
    const cookies = { mainstay_session: SECRET }
    expect(readSessionCookie(plain, cookies, '203.0.113.9')).toBe(SECRET)
    expect(readSessionCookie(secure, cookies, '203.0.113.9')).toBeUndefined()
    expect(readSessionCookie(secure, cookies, '127.0.0.1')).toBe(SECRET)
    expect(readSessionCookie(secure, { '__Host-mainstay': SECRET, ...cookies }, '203.0.113.9')).toBe(SECRET)
    expect(readSessionCookie(plain, { mainstay_session: 'short' }, '127.0.0.1')).toBeUndefined()
  })

  it('is given over TLS, on loopback, or where the operator says so', () => {
    expect(maySignInOver(secure, 'https://desk.example', '203.0.113.9')).toBe(true)
    expect(maySignInOver(plain, 'http://localhost:3000', '::1')).toBe(true)
    expect(maySignInOver(plain, 'http://desk.example', '203.0.113.9')).toBe(false)
    expect(maySignInOver({ ...plain, insecureHttp: true }, 'http://desk.example', '203.0.113.9')).toBe(true)
  })
})

describe('credentials and addresses', () => {
  it('are read, or bad, never in between', () => {
    const token = `mst_${'t'.repeat(43)}`
    const basic = (pair: string) => readAuthorization(`Basic ${Buffer.from(pair).toString('base64')}`)
    expect(readAuthorization(undefined)).toEqual({ kind: 'none' })
    expect(readAuthorization(`bearer ${token}`)).toEqual({ kind: 'token', token, email: null })
    expect(basic(`a@b.example/token:${token}`)).toEqual({ kind: 'token', token, email: 'a@b.example' })
    for (const header of ['', 'Bearer', `Token ${token}`, `Bearer ${token}x`, `Bearer ${token} ${token}`])
      expect(readAuthorization(header), header).toEqual({ kind: 'bad' })
    for (const pair of ['', ':', 'a@b.example:password', `/token:${token}`, `a@b.example/token:${token}x`])
      expect(basic(pair), pair).toEqual({ kind: 'bad' })
  })

  it('come in the form that PostgreSQL compares', () => {
    expect([inetOf('::ffff:10.1.2.3'), inetOf('fe80::1%eth0'), inetOf('unix:'), inetOf('')]).toEqual([
      '10.1.2.3',
      'fe80::1',
      null,
      null,
    ])
    expect(['10.0.0.0/8', '10.0.0.1', '::/0', '2001:db8::/128'].every(isNetwork)).toBe(true)
    expect(['10.0.0.0/33', '10.0.0', '::/129', '', 'localhost', '1.1.1.1/'].some(isNetwork)).toBe(false)
  })
})
