import nodemailer, { type SendMailOptions } from 'nodemailer'

/** What the relay said. `refused`: never try the same again; `deferred`: later. */
export type RelayAnswer =
  | { readonly answer: 'accepted' }
  | { readonly answer: 'deferred'; readonly error: string }
  | { readonly answer: 'refused'; readonly error: string }

export interface Relay {
  send(mail: SendMailOptions): Promise<RelayAnswer>
  close(): void
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

/**
 * The way out: the operator's relay (`smtp://` with STARTTLS, `smtps://`). Beyond loopback TLS is demanded and the
 * certificate checked.
 */
export const openRelay = (url: string): Relay => {
  const target = new URL(url)
  const secure = target.protocol === 'smtps:'
  const local = LOOPBACK.has(target.hostname)
  const transport = nodemailer.createTransport({
    host: target.hostname.replace(/^\[|\]$/g, ''),
    port: Number(target.port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && !local,
    ignoreTLS: local && !secure,
    ...(target.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(target.username), pass: decodeURIComponent(target.password) } }),
    pool: true,
    maxConnections: 4,
    maxMessages: 1000,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: (mail) =>
      transport.sendMail(mail).then(
        () => ({ answer: 'accepted' }) as const,
        (error: unknown) => answerOf(error),
      ),
    close: () => transport.close(),
  }
}

/** 5xx to the recipient or the message is final (RFC 5321 4.2.1); anything else may pass. */
const answerOf = (error: unknown): RelayAnswer => {
  const { responseCode, code, message } = error as { responseCode?: number; code?: string; message?: string }
  const said = `${responseCode ?? code ?? 'error'}: ${(message ?? 'no words').slice(0, 200)}`
  const isFinal =
    responseCode !== undefined &&
    responseCode >= 500 &&
    code !== 'EAUTH' &&
    code !== 'ECONNECTION' &&
    code !== 'ETLS'
  return isFinal ? { answer: 'refused', error: said } : { answer: 'deferred', error: said }
}
