import { DAY_MS, plusMs } from '../../kernel/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Room } from '../room.ts'
import { authorizePages } from './authorize-pages.ts'
import { oauthClientRoutes } from './clients-api.ts'
import { sweepGrants } from './grants-store.ts'
import { oauthTokenRoutes } from './tokens-api.ts'

/** OAuth 2: programs that act for people (RFC 6749, 7636, 9700). */
export const oauthRoutes = (room: Room): Route[] => [
  ...oauthClientRoutes(room),
  ...oauthTokenRoutes(room),
  ...authorizePages(room),
]

/** How long the row of a dead grant still tells that its code or refresh token was stolen. */
const KEPT_MS = 2 * DAY_MS

export const sweepOAuth = ({ ground: { db, clock } }: Room): Promise<void> =>
  sweepGrants(db, clock.now(), plusMs(clock.now(), -KEPT_MS))
