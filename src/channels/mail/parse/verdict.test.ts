import { generateKeyPairSync } from 'node:crypto'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { describe, expect, test } from 'vitest'
import { boundaryHostsFor } from '../boundary-peers.ts'
import { boundaryVerdict } from './boundary.ts'
import { patientResolver } from './dns.ts'
import { authenticateMail, type Resolve } from './verdict.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const RECORDS: Record<string, string> = {
  'strict.example': 'v=spf1 ip4:192.0.2.1 -all',
  '_dmarc.strict.example': 'v=DMARC1; p=reject',
  's1._domainkey.strict.example': `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`,
  's1._domainkey.nodmarc.example': `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`,
  's1._domainkey.evil.example': `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`,
  'evil.example': 'v=spf1 ip4:203.0.113.9 -all',
}
const dns: Resolve = async (name, recordType) => {
  if (name.endsWith('broken.example')) throw Object.assign(new Error('slow'), { code: 'ETIMEOUT' })
  const record = recordType === 'TXT' ? RECORDS[name] : undefined
  if (record === undefined) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
  return [record.match(/.{1,200}/g) ?? []]
}

const mail = (from: string): string =>
  `From: ${from}\r\nTo: support@example.com\r\nSubject: x\r\nDate: Sat, 31 Jan 2026 08:00:00 +0000\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n`
const signed = async (from: string, domain: string): Promise<string> => {
  const key = { signingDomain: domain, selector: 's1', privateKey }
  const { signatures } = await dkimSign(mail(from), { ...key, signatureData: [key] })
  return signatures + mail(from)
}
const judge = (raw: string, from: string, over: { remoteIp?: string; envelopeFrom?: string } = {}) =>
  authenticateMail(
    Buffer.from(raw),
    { remoteIp: '203.0.113.9', helo: 'mx.x.example', envelopeFrom: from, from, ...over },
    dns,
  )

describe('the verdict on a sender', () => {
  test('passes by an aligned sender policy or signature only', async () => {
    const from = 'a@strict.example'
    expect(await judge(mail(from), from, { remoteIp: '192.0.2.1' })).toBe('pass')
    expect(await judge(await signed(from, 'strict.example'), from)).toBe('pass')
    expect(await judge(await signed('a@nodmarc.example', 'nodmarc.example'), 'a@nodmarc.example')).toBe(
      'pass',
    )
  })

  test('fails where the domain disowns it, whoever else vouches', async () => {
    const from = 'a@strict.example'
    expect(await judge(mail(from), from)).toBe('fail')
    expect(await judge(await signed(from, 'evil.example'), from, { envelopeFrom: 'x@evil.example' })).toBe(
      'fail',
    )
    expect(await judge((await signed(from, 'strict.example')).replace('body', 'other body'), from)).toBe(
      'fail',
    )
  })

  test('is none where nothing is published, and temperror where it cannot be asked', async () => {
    expect(await judge(mail('a@nothing.example'), 'a@nothing.example')).toBe('none')
    expect(await judge(mail('a@broken.example'), 'a@broken.example')).toBe('temperror')
    expect(await judge('Subject: no author\r\n\r\nx', 'a@nothing.example')).toBe('none')
  })

  test('is about the very address that is read, or fails', async () => {
    const two = `From: a@evil.example\r\n${mail('a@strict.example')}`
    expect(
      await judge(two, 'a@strict.example', { remoteIp: '203.0.113.9', envelopeFrom: 'x@evil.example' }),
    ).toBe('fail')
    expect(await judge(mail('a@evil.example'), 'a@strict.example', { envelopeFrom: 'x@evil.example' })).toBe(
      'fail',
    )
  })
})

describe('a boundary host', () => {
  const results = (name: string, dmarc: string): Buffer =>
    Buffer.from(
      `Received: from x\r\nAuthentication-Results: ${name};\r\n spf=pass smtp.mailfrom=x;\r\n dmarc=${dmarc} (p=reject) header.from=x\r\n${mail('a@x.example')}`,
    )

  test('is believed in the first header and under its name only', () => {
    expect(boundaryVerdict(results('mx.example.com', 'pass'), ['mx.example.com'])).toBe('pass')
    expect(boundaryVerdict(results('mx.example.com', 'fail'), ['mx.example.com'])).toBe('fail')
    expect(boundaryVerdict(results('mx.example.com', 'bestguesspass'), ['mx.example.com'])).toBe('none')
    expect(boundaryVerdict(results('mx.evil.example', 'pass'), ['mx.example.com'])).toBeNull()
    expect(boundaryVerdict(Buffer.from(mail('a@x.example')), ['mx.example.com'])).toBeNull()
    const both = Buffer.concat([
      Buffer.from('Authentication-Results: mx.evil.example; dmarc=none\r\n'),
      results('mx.example.com', 'pass'),
    ])
    expect(boundaryVerdict(both, ['mx.example.com'])).toBeNull()
  })

  test('is one when its name leads to the peer, or its address is listed', async () => {
    const ask: Resolve = async (name) => (name === 'mx.example.com' ? ['192.0.2.7'] : [])
    expect(await boundaryHostsFor(['mx.example.com'], '192.0.2.7', ask)).toEqual(['mx.example.com'])
    expect(await boundaryHostsFor(['mx.example.com'], '192.0.2.8', ask)).toEqual([])
    expect(await boundaryHostsFor(['192.0.2.9', 'mx.x'], '::ffff:192.0.2.9', ask)).toEqual([
      '192.0.2.9',
      'mx.x',
    ])
    expect(await boundaryHostsFor([], '192.0.2.7', ask)).toEqual([])
  })
})

describe('patience with DNS', () => {
  test('remembers answers, and stops asking a resolver that does not answer', async () => {
    let now = 0
    let asked = 0
    let isDown = false
    const resolve = patientResolver(
      async () => {
        asked++
        if (isDown) throw Object.assign(new Error('slow'), { code: 'ETIMEOUT' })
        return ['x']
      },
      () => now,
    )
    await resolve('a.example', 'TXT')
    await resolve('A.example', 'TXT')
    expect(asked).toBe(1)
    now += 60_001
    isDown = true
    for (let i = 0; i < 20; i++) await resolve(`${i}.example`, 'TXT').catch(() => undefined)
    expect(asked).toBe(6)
    now += 10_001
    isDown = false
    expect(await resolve('20.example', 'TXT')).toEqual(['x'])
  })
})
