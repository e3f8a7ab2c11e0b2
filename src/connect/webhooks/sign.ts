import { createHmac } from 'node:crypto'
import { type Instant, toIso } from '../../kernel/index.ts'

const ACCOUNT_ID = '1'
const SECRET_BYTES = 32

/** A fresh secret, as receivers keep it. */
export const newSigningSecret = (randomBytes: (size: number) => Buffer): string =>
  randomBytes(SECRET_BYTES).toString('base64')

export type Signed = {
  readonly webhookId: string
  readonly invocationId: string
  readonly at: Instant
  readonly body: string
  /** The one in force first; beside it the one before for a while. */
  readonly secrets: readonly string[]
}

/**
 * The headers by which a receiver knows that it was us, and us alone: those of Zendesk (zendesk-api.md 2.15: HMAC-SHA256
 * of timestamp and body, base64, under the text of the secret) and those of Standard Webhooks 1.0 (of id, timestamp and
 * body, under the bytes of the secret). The id is the same at each try.
 */
export const signatureHeaders = ({ webhookId, invocationId, at, body, secrets }: Signed) => {
  const timestamp = toIso(at)
  const seconds = String(Math.floor(at / 1000))
  const mac = (key: string | Buffer, text: string): string =>
    createHmac('sha256', key).update(text).digest('base64')
  const standard = secrets.map(
    (secret) => `v1,${mac(Buffer.from(secret, 'base64'), `${invocationId}.${seconds}.${body}`)}`,
  )
  return {
    'x-zendesk-account-id': ACCOUNT_ID,
    'x-zendesk-webhook-id': webhookId,
    'x-zendesk-webhook-invocation-id': invocationId,
    'x-zendesk-webhook-signature-timestamp': timestamp,
    'x-zendesk-webhook-signature': mac(secrets[0] ?? '', `${timestamp}${body}`),
    'webhook-id': invocationId,
    'webhook-timestamp': seconds,
    'webhook-signature': standard.join(' '),
  }
}
