import type { Id } from '../../kernel/index.ts'
import type { DemoPeople, DemoPerson } from './keepsake.ts'

export type DemoPage = {
  readonly url: string
  readonly dataDir: string
  readonly people: DemoPeople
  /** The ticket that the lines to try answer. */
  readonly ticketId: Id | undefined
  readonly smtp: { readonly host: string; readonly port: number; readonly address: string }
  /** Undefined where the operator's own relay sends it. */
  readonly outbox: string | undefined
}

/** What `mainstay demo` tells: every line of it can be tried as it stands. */
export const demoPage = ({ url, dataDir, people, ticketId, smtp, outbox }: DemoPage): string => {
  const { admin, agent, customer } = people
  const server = `${smtp.host.includes(':') ? `[${smtp.host}]` : smtp.host}:${smtp.port}`
  return `
Mainstay is ready at ${url}
Data: ${dataDir}

People to sign in as (passwords made for this demo alone):
  admin     ${admin.email}  ${admin.password}
  agent     ${agent.email}  ${agent.password}
  customer  ${customer.email}  ${customer.password}

API tokens:
  admin     ${admin.token}
  agent     ${agent.token}

Sign in:
  ${signIn(url, agent)}

List tickets:
  ${asToken(agent)} '${url}/api/v2/tickets.json?sort_by=updated_at&sort_order=desc&per_page=5'
${ticketId === undefined ? '' : `\nAnswer one; the customer gets a mail:\n  ${answer(url, agent, ticketId)}\n`}
Send a mail to ${smtp.address} with any SMTP client (${server}, no password, no TLS); it becomes a ticket:
  ${sendMail(server, customer.email, smtp.address)}

Mail that goes out ${outbox === undefined ? 'is sent by the relay that the settings name.' : `is kept in files instead of sent:\n  ls -l ${quoted(outbox)}`}

Ctrl-C stops.`
}

const asToken = ({ email, token }: DemoPerson): string => `curl -sS -u ${quoted(`${email}/token:${token}`)}`

const JSON_BODY = `-H 'Content-Type: application/json'`

const signIn = (url: string, { email, password }: DemoPerson): string =>
  `curl -sS ${JSON_BODY} -d ${quoted(JSON.stringify({ email, password }))} ${url}/api/v2/sign_in`

const answer = (url: string, agent: DemoPerson, ticketId: Id): string => {
  const body = { ticket: { status: 'pending', comment: { body: 'Hello from the demo.', public: true } } }
  return `${asToken(agent)} -X PUT ${JSON_BODY} -d ${quoted(JSON.stringify(body))} ${url}/api/v2/tickets/${ticketId}.json`
}

/** With a Message-ID of its own, each time it is run: two equal mails without one count as one. */
const sendMail = (server: string, from: string, to: string): string => {
  const head = `From: ${from}\\r\\nTo: ${to}\\r\\nSubject: Hello\\r\\nMessage-ID: <%s@customer.example>`
  const mail = quoted(`${head}\\r\\n\\r\\nThis came by mail.\\r\\n`)
  return `printf ${mail} "$(date +%s)-$$" | curl -sS smtp://${server} --mail-from ${from} --mail-rcpt ${to} --upload-file -`
}

/** For a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
