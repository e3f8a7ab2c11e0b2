import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { Acting } from '../acting.ts'
import { may, type Viewer } from '../core/index.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import {
  accessTokensUnder,
  lockAccessToken,
  type OAuthToken,
  revokeAccessToken,
  revokeGrant,
} from './grants-store.ts'

/** Condition on the row `t`: one's own, and everybody's for those who manage them. */
const visible = (viewer: Viewer) =>
  may(viewer, 'tokens.manage') ? sql`true` : sql`t.user_id = ${viewer.userId ?? 0}`

/** Access tokens that clients hold and that are good now. */
export const listOAuthTokens = (
  { ground }: Room,
  viewer: Viewer,
  clientId: Id | undefined,
  paging: Paging<'id'>,
): Promise<Listing<OAuthToken>> => {
  const ofClient = clientId === undefined ? sql`true` : sql`t.client_id = ${clientId}`
  return list(
    ground.db,
    accessTokensUnder(sql`${visible(viewer)} and ${ofClient}`, ground.clock.now()),
    paging,
  )
}

/** Ends a token at once, and the grant it came of: its refresh token would bring the next one. */
export const revokeOAuthToken = ({ ground }: Room, acting: Acting, id: Id): Promise<void> =>
  ground.db.transaction(async (tx) => {
    const token = await lockAccessToken(tx, sql`t.id = ${id} and ${visible(acting.viewer)}`)
    if (token === undefined) throw new Refused(notFound)
    const at = ground.clock.now()
    if (token.grant_id === null) await revokeAccessToken(tx, id, at)
    else await revokeGrant(tx, token.grant_id, at)
    await record(tx, acting, { at, action: 'destroy', source: 'token', id, label: token.description })
  })
