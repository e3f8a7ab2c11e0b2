import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import type { Caller } from '../../platform/http/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import { presentingOf } from '../presenting.ts'
import type { Room } from '../room.ts'
import { isFor } from '../views/restriction.ts'
import { MACRO_KIND } from './macro-input.ts'
import type { ShowingMacros } from './present.ts'
import { editsOf } from './use.ts'

/** The macros that somebody has before them, in no order. */
export const macrosFor = (viewer: Viewer, policy: PolicySnapshot): PolicyDocument[] =>
  policy.documents(MACRO_KIND).filter((document) => isFor(viewer, 'macros', document))

/** A macro that somebody has before them. Throws `Refused` not_found of any other. */
export const getMacro = (viewer: Viewer, policy: PolicySnapshot, id: Id): PolicyDocument => {
  const document = policy.document(MACRO_KIND, id)
  if (document === undefined || !isFor(viewer, 'macros', document)) throw new Refused(notFound)
  return document
}

/** What showing macros needs, with what `include` asks for. */
export const showingOf = async (
  room: Room,
  request: { readonly origin: string; readonly caller: Caller },
  include: ReadonlySet<string> = new Set(),
): Promise<ShowingMacros> => ({
  ...(await presentingOf(room, request)),
  ...(include.has('permissions') ? { permissionsOf: viewerOf(request.caller) } : {}),
  ...(include.has('edits') ? { edits: await editsOf(room) } : {}),
})
