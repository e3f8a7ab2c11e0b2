import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { STANDARD_WEIGHTS } from '../../people/core/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import type { Caller } from '../../platform/http/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import type { Policy } from '../core/policy.ts'
import { presentingOf } from '../presenting.ts'
import { type Weights, weightsIn } from '../queue/weight.ts'
import type { Room } from '../room.ts'
import type { ShowingView } from './present.ts'
import { isFor } from './restriction.ts'
import { VIEW_KIND } from './view.ts'

/** The policy that stands, as it is written and as it is understood. */
export type Standing = {
  readonly snapshot: PolicySnapshot
  readonly policy: Policy
  readonly weights: Weights
}

export const standingOf = async (room: Room): Promise<Standing> => {
  const snapshot = await room.ground.policy.current()
  const weights = weightsIn(snapshot.document('account_settings', 1)?.body, STANDARD_WEIGHTS)
  return { snapshot, policy: await room.policies.at(snapshot.version), weights }
}

/** The views that somebody has before them, in no order. */
export const viewsFor = (viewer: Viewer, snapshot: PolicySnapshot): PolicyDocument[] =>
  snapshot.documents(VIEW_KIND).filter((document) => isFor(viewer, 'views', document))

/** A view that somebody has before them. Throws `Refused` not_found of any other. */
export const getView = (viewer: Viewer, snapshot: PolicySnapshot, id: Id): PolicyDocument => {
  const document = snapshot.document(VIEW_KIND, id)
  if (document === undefined || !isFor(viewer, 'views', document)) throw new Refused(notFound)
  return document
}

/** What showing views needs; permissions where `include` asks for them. */
export const showingOf = async (
  room: Room,
  request: { readonly origin: string; readonly caller: Caller },
  include: ReadonlySet<string> = new Set(),
): Promise<ShowingView> => {
  const presenting = await presentingOf(room, request)
  const compiled = await room.policies.at(presenting.policy.version)
  return {
    ...presenting,
    compiled,
    ...(include.has('permissions') ? { permissionsOf: viewerOf(request.caller) } : {}),
  }
}
