import type { JsonObject } from '../../kernel/index.ts'

/**
 * Whom a mail may bring along as a copy, by the account settings: `email_ccs_allowed` false means nobody (then null);
 * `cc_blocklist` names addresses and domains that are never copied, such as mailing lists.
 */
export const copyRule = (settings: JsonObject): ((address: string) => boolean) | null => {
  if (settings.email_ccs_allowed === false) return null
  const listed = Array.isArray(settings.cc_blocklist) ? settings.cc_blocklist : []
  const blocked = new Set(listed.map((one) => String(one).trim().toLowerCase().replace(/^@/, '')))
  return (address) => {
    const domain = address.slice(address.lastIndexOf('@') + 1)
    return !blocked.has(address) && ![...parents(domain)].some((one) => blocked.has(one))
  }
}

/** `a.b.example`, `b.example`, `example`. */
function* parents(domain: string): Generator<string> {
  for (let rest = domain; rest !== ''; rest = rest.includes('.') ? rest.slice(rest.indexOf('.') + 1) : '')
    yield rest
}
