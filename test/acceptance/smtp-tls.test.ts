import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startDesk } from '../support/desk.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const selfSigned = (): string => {
  const [key, cert, both] = ['key.pem', 'cert.pem', 'both.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const subject = ['-subj', '/CN=desk.example', '-addext', 'subjectAltName=DNS:desk.example']
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject],
    {
      stdio: 'ignore',
    },
  )
  writeFileSync(both, readFileSync(key, 'utf8') + readFileSync(cert, 'utf8'))
  return both
}

it('offers STARTTLS with the key that the operator gave, and takes mail over it', async () => {
  const pem = selfSigned()
  const desk = await startDesk({ MAINSTAY_SMTP_TLS: pem })
  try {
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: desk.smtpPort,
      requireTLS: true,
      tls: { ca: readFileSync(pem, 'utf8'), servername: 'desk.example' },
    })
    const sent = await transport.sendMail({
      from: 'carol@customer.example',
      to: 'support@desk.example',
      subject: 'Under seal',
      text: 'Nobody reads along.',
    })
    expect(sent.accepted).toEqual(['support@desk.example'])
  } finally {
    await desk.stop()
  }
}, 60_000)

it('does not start with a file that holds no key, and says which setting it was', async () => {
  const wrong = join(folder, 'wrong.pem')
  writeFileSync(wrong, 'no key')
  await expect(startDesk({ MAINSTAY_SMTP_TLS: wrong })).rejects.toThrow(/MAINSTAY_SMTP_TLS/)
}, 60_000)
