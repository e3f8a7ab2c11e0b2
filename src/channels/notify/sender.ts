import type { Id } from '../../kernel/index.ts'
import { accountNameOf, type Person } from '../../people/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { escapeHtml, render, type ToldComment } from '../../rules/core/index.ts'
import { type OwnAddress, ownAddressesOf } from '../own-addresses.ts'

export type From = { readonly address: string; readonly name: string }

type Desk = {
  readonly policy: PolicySnapshot
  readonly settings: { readonly supportAddresses: readonly string[] }
}

/**
 * Who a mail of a ticket is from: the address that the customer wrote to, as long as it is one of the ticket's brand;
 * else the brand's own, else the desk's first.
 */
export const senderOf = (
  { policy, settings }: Desk,
  ticket: { readonly recipient: string | null; readonly brand_id: Id },
): From => {
  const own = ownAddressesOf(policy, settings)
  const written = own.find(ticket.recipient ?? '')
  const chosen: OwnAddress | undefined =
    written?.brandId === ticket.brand_id ? written : (own.ofBrand(ticket.brand_id) ?? written)
  const first = own.emails[0] ?? 'support@localhost'
  return { address: chosen?.email ?? first, name: chosen?.name || accountNameOf(policy) }
}

/** The comment as its agent signs it in mail of that brand; as it is where there is nothing to sign with. */
export const signed = (
  comment: ToldComment,
  {
    policy,
    brandId,
    agent,
  }: { readonly policy: PolicySnapshot; readonly brandId: Id; readonly agent: Person },
): ToldComment => {
  const template = String(policy.document('brand', brandId)?.body.signature_template ?? '')
  const values = { agent: { signature: agent.signature ?? '', name: agent.name } }
  const written = render(template, values, { format: 'text' })
  const text = written.ok ? written.value.trim() : ''
  if (text === '') return comment
  return {
    ...comment,
    text: `${comment.text}\n\n-- \n${text}`,
    html: `${comment.html}<p>-- <br />${escapeHtml(text).replaceAll('\n', '<br />')}</p>`,
  }
}
