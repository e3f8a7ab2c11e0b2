import { Type } from 'typebox'
import { Refused } from '../../kernel/index.ts'
import { type ApiReply, type Caller, type Route, route } from '../../platform/http/index.ts'
import { actingOf } from '../acting.ts'
import type { AccountMail } from '../effects.ts'
import type { Room } from '../room.ts'
import { requestPasswordReset, resetPassword, verifyAddress } from './account-links.ts'
import { csrfField, hidden, type Markup, markup, PAGE, page, problem } from './page.ts'

const OPEN = { permission: 'public', scope: 'none', audit: 'none' } as const
const SHOW = { ...OPEN, method: 'GET', rate: 'anonymous' } as const
const SUBMIT = { ...OPEN, method: 'POST', rate: 'login', form: true, audit: 'user' } as const
const PAGES = { 200: PAGE, 422: PAGE }
const TokenQuery = Type.Object({ token: Type.Optional(Type.String({ maxLength: 256 })) })
const token = Type.String({ maxLength: 256 })

const PASSWORD_PATH = '/access/password'
const ADDRESS_PATH = '/access/address'

/** Path and query of the page that a mail about an account leads to. */
export const accountMailPath = (what: AccountMail['what'], token: string): string =>
  `${what === 'address_verification' ? ADDRESS_PATH : PASSWORD_PATH}?token=${encodeURIComponent(token)}`

/**
 * The pages that mails about accounts lead to. To look at one uses nothing up, because what scans mail follows links;
 * only the press of its button does. Nor does looking tell whether a link is good.
 */
export const accountPages = (room: Room): Route[] => [
  ...passwordPages(room),
  ...addressPages(room),
  ...forgottenPages(room),
]

const passwordPages = (room: Room): Route[] => [
  route({
    ...SHOW,
    path: PASSWORD_PATH,
    operation: 'ShowPasswordPage',
    summary: 'The page that a link to choose a password leads to',
    query: TokenQuery,
    response: PAGES,
    handler: async ({ query, caller }) => passwordPage(caller, query.token ?? ''),
  }),
  route({
    ...SUBMIT,
    path: PASSWORD_PATH,
    operation: 'SubmitPasswordPage',
    summary: 'Sets the password of the page; ends all sessions',
    body: Type.Object({ token, password: Type.String({ maxLength: 1024 }) }),
    response: PAGES,
    handler: (request) =>
      attempt(
        async () => {
          const { token, password } = request.body
          await resetPassword(room, actingOf(request), { token, password })
          return done('Your password is set', 'You can sign in with it now.')
        },
        (why) => passwordPage(request.caller, request.body.token, why),
      ),
  }),
]

const passwordPage = (caller: Caller, token: string, why?: string): ApiReply =>
  form(caller, {
    title: 'Choose a password',
    action: PASSWORD_PATH,
    why,
    fields: markup`${hidden('token', token)}<label>New password, 15 characters or more
<input type="password" name="password" autocomplete="new-password" required maxlength="256"></label>`,
    button: 'Set password',
  })

const addressPages = (room: Room): Route[] => [
  route({
    ...SHOW,
    path: ADDRESS_PATH,
    operation: 'ShowAddressPage',
    summary: 'The page that a link to prove an address leads to',
    query: TokenQuery,
    response: PAGES,
    handler: async ({ query, caller }) => addressPage(caller, query.token ?? ''),
  }),
  route({
    ...SUBMIT,
    path: ADDRESS_PATH,
    operation: 'SubmitAddressPage',
    summary: 'Proves the address of the page',
    body: Type.Object({ token }),
    response: PAGES,
    handler: (request) =>
      attempt(
        async () => {
          await verifyAddress(room, actingOf(request), request.body.token)
          return done('Your address is confirmed', 'Thank you. You can close this page.')
        },
        (why) => addressPage(request.caller, request.body.token, why),
      ),
  }),
]

const addressPage = (caller: Caller, token: string, why?: string): ApiReply =>
  form(caller, {
    title: 'Confirm your address',
    action: ADDRESS_PATH,
    why,
    fields: hidden('token', token),
    button: 'Confirm',
  })

const forgottenPages = (room: Room): Route[] => [
  route({
    ...SHOW,
    path: '/access/forgotten_password',
    operation: 'ShowForgottenPasswordPage',
    summary: 'The page that asks for a link to choose a new password',
    response: PAGES,
    handler: async ({ caller }) =>
      form(caller, {
        title: 'Forgotten password',
        action: '/access/forgotten_password',
        fields: markup`<label>Your e-mail address
<input type="email" name="email" autocomplete="username" required maxlength="320"></label>`,
        button: 'Send a link',
      }),
  }),
  route({
    ...SUBMIT,
    path: '/access/forgotten_password',
    operation: 'SubmitForgottenPasswordPage',
    summary:
      'Mails a link to choose a new password, if somebody has that address; the answer is always the same',
    body: Type.Object({ email: Type.String({ maxLength: 320 }) }),
    response: PAGES,
    handler: async (request) => {
      await requestPasswordReset(room, actingOf(request), request.body.email)
      return done('Look into your mail', 'If that address is known here, a link is on its way to it.')
    },
  }),
]

type Form = {
  readonly title: string
  readonly action: string
  readonly fields: Markup
  readonly button: string
  readonly why?: string | undefined
}

const form = (caller: Caller, { title, action, fields, button, why }: Form): ApiReply =>
  page({
    title,
    status: why === undefined ? 200 : 422,
    body: markup`${problem(why)}<form method="post" action="${action}">${csrfField(caller.csrfToken)}${fields}
<button>${button}</button></form>`,
  })

const done = (title: string, text: string): ApiReply => page({ title, body: markup`<p>${text}</p>` })

/** What is wrong with what was typed stands on the page again; everything else is an error like any other. */
const attempt = (work: () => Promise<ApiReply>, again: (why: string) => ApiReply): Promise<ApiReply> =>
  work().catch((error: unknown) => {
    if (error instanceof Refused && error.refusal.code === 'invalid')
      return again(error.refusal.details?.[0]?.description ?? error.refusal.message)
    throw error
  })
