import { type Instant, MINUTE_MS, plusMs } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { newSecret, secretHash } from '../access/secrets.ts'
import type { Acting } from '../acting.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { type ClientRow, findClient } from './clients-store.ts'
import { insertGrant } from './grants-store.ts'
import { wantedScopes } from './issue.ts'
import { OAuthRefused } from './oauth-error.ts'
import { isChallenge } from './pkce.ts'

const CODE_LIFE_MS = 10 * MINUTE_MS

/** What a client sends a browser to us with (RFC 6749 4.1.1, RFC 7636 4.3). */
export type AuthorizationAsk = {
  readonly client_id?: string | undefined
  readonly redirect_uri?: string | undefined
  readonly response_type?: string | undefined
  readonly scope?: string | undefined
  readonly state?: string | undefined
  readonly code_challenge?: string | undefined
  readonly code_challenge_method?: string | undefined
}

/**
 * The client, where it is known and sends its users back to an address of its own, to the letter. `undefined` else:
 * then nobody is sent anywhere.
 */
export const clientOf = async (room: Room, ask: AuthorizationAsk): Promise<ClientRow | undefined> => {
  const client = await findClient(room.ground.db, sql`c.identifier = ${ask.client_id ?? ''}`)
  return client?.redirect_uris.includes(ask.redirect_uri ?? '') === true ? client : undefined
}

export type Consent = { readonly scopes: readonly string[]; readonly challenge: string | null }

/** What the client asks somebody to consent to. Throws `OAuthRefused`, which the client is told. */
export const readConsent = (client: ClientRow, ask: AuthorizationAsk): Consent => {
  if (ask.response_type !== 'code')
    throw new OAuthRefused('unsupported_response_type', 'Only the response type code is known')
  const challenge = ask.code_challenge ?? null
  if (challenge === null && client.kind === 'public')
    throw new OAuthRefused('invalid_request', 'A public client needs a code_challenge')
  if (challenge !== null && (ask.code_challenge_method !== 'S256' || !isChallenge(challenge)))
    throw new OAuthRefused('invalid_request', 'The code_challenge must be of the method S256')
  return { scopes: wantedScopes(ask.scope, client.scopes), challenge }
}

/** Notes the consent of whoever acts; answers the code that the client redeems within ten minutes, once. */
export const giveConsent = (
  { ground }: Room,
  acting: Acting,
  client: ClientRow,
  redirectUri: string,
  { scopes, challenge }: Consent,
): Promise<string> =>
  ground.db.transaction(async (tx) => {
    const at: Instant = ground.clock.now()
    const code = newSecret(ground.randomBytes)
    const expiresAt = plusMs(at, CODE_LIFE_MS)
    const grant = await insertGrant(
      tx,
      {
        clientId: client.id,
        userId: acting.viewer.userId!,
        scopes,
        code: { hash: secretHash(code), redirectUri, challenge, expiresAt },
      },
      at,
    )
    await record(tx, acting, {
      at,
      action: 'create',
      source: 'oauth_grant',
      id: grant.id,
      label: client.name,
      after: { client_id: client.id, user_id: grant.user_id, scopes },
    })
    return code
  })
