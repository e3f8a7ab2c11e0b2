import { parseIso } from '../../kernel/index.ts'
import { type AccountMail, accountMailPath, accountNameOf, SEND_ACCOUNT_MAIL } from '../../people/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { textToHtml } from '../../platform/html/index.ts'
import type { Effect, EffectHandler, EffectOutcome } from '../../platform/module.ts'
import { composeMail, type OutgoingMail } from '../core/compose-mail.ts'
import { deskIdOf } from '../core/reply-token.ts'
import type { Relay } from './relay.ts'

export type AccountMailRoom = {
  readonly ground: Pick<Ground, 'settings' | 'clock' | 'keys' | 'policy'>
  readonly relay: Relay | undefined
}

const CONCURRENCY = 2
const NO_RELAY_WAIT_MS = 60_000

/**
 * Mails people links to their accounts. Nothing in such a mail was written by anybody but us, not even the name of who
 * gets it: the address may not be theirs (`security.md` 4). A link that died while it waited is not sent any more.
 */
export const accountMailHandler = (room: AccountMailRoom): EffectHandler => ({
  kind: SEND_ACCOUNT_MAIL,
  concurrency: CONCURRENCY,
  leavesDesk: true,
  deliver: (effect) => deliver(room, effect),
})

const deliver = async ({ ground, relay }: AccountMailRoom, effect: Effect): Promise<EffectOutcome> => {
  const order = effect.payload as unknown as AccountMail
  if ((parseIso(order.expiresAt) ?? 0) <= ground.clock.now()) return { outcome: 'done' }
  if (relay === undefined) return { outcome: 'retry', error: 'No relay is set', afterMs: NO_RELAY_WAIT_MS }
  const token = ground.keys.open('account_mail', Buffer.from(order.sealedToken, 'base64'))?.toString('utf8')
  if (token === undefined)
    return { outcome: 'failed', error: 'the link cannot be opened: the key of the desk has changed' }
  const accountName = accountNameOf(await ground.policy.current())
  const mail = write(ground, { effect, order, token, accountName })
  const answer = await relay.send({
    ...mail,
    envelope: { ...mail.envelope },
    references: [],
    headers: { ...mail.headers },
  })
  if (answer.answer === 'accepted') return { outcome: 'done' }
  return { outcome: answer.answer === 'deferred' ? 'retry' : 'failed', error: answer.error }
}

type Letter = {
  readonly effect: Effect
  readonly order: AccountMail
  readonly token: string
  readonly accountName: string
}

const write = (
  { settings }: AccountMailRoom['ground'],
  { effect, order, token, accountName }: Letter,
): Omit<OutgoingMail, 'files'> => {
  const from = settings.supportAddresses[0] ?? 'support@localhost'
  const link = settings.baseUrl.replace(/\/$/, '') + accountMailPath(order.what, token)
  const { subject, words, life } = WORDS[order.what]
  const text = `${words}\n\n${link}\n\nThe link works once, within ${life}. If you did not ask for this, do nothing: without the link nothing happens.\n\n${accountName}\n`
  const { files: _none, ...mail } = composeMail({
    from: { name: accountName, address: from },
    to: { name: '', address: order.address },
    replyTo: from,
    // The same at each try, so that a mail that left twice is recognised as one.
    messageId: `<account-${effect.id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    thread: [],
    subject: `${subject} (${accountName})`,
    text,
    html: `<!doctype html><html><body>${textToHtml(text)}</body></html>`,
    automatic: true,
    deskId: deskIdOf(settings.baseUrl),
    files: [],
  })
  return mail
}

const WORDS: Readonly<
  Record<AccountMail['what'], { readonly subject: string; readonly words: string; readonly life: string }>
> = {
  password_reset: {
    subject: 'Choose a new password',
    words: 'Somebody asked for a new password for the account under this address. Choose it here:',
    life: '30 minutes',
  },
  address_verification: {
    subject: 'Confirm your address',
    words: 'Please confirm that this address is yours:',
    life: '72 hours',
  },
  invitation: {
    subject: 'Your account',
    words: 'An account was made for you under this address. Choose a password for it here:',
    life: '72 hours',
  },
}
