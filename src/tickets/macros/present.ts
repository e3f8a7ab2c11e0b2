import { Type } from 'typebox'
import type { Viewer } from '../../people/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { type Presenting, timesOf } from '../presenting.ts'
import { mayWrite, presentRestriction, RestrictionShown, restrictionOf } from '../views/restriction.ts'

const Text = Type.String()
const NullableText = Type.Union([Text, Type.Null()])
const NullableId = Type.Union([Type.Integer(), Type.Null()])
const Time = Type.String({ format: 'date-time' })
const Uses = Type.Optional(Type.Integer())

export const MacroShown = Type.Object({
  url: Text,
  id: Type.Integer(),
  title: Text,
  raw_title: Text,
  active: Type.Boolean(),
  default: Type.Boolean(),
  position: Type.Integer(),
  description: NullableText,
  actions: Type.Array(Type.Object({ field: Text, value: Type.Unknown() })),
  restriction: RestrictionShown,
  created_at: Time,
  updated_at: Time,
  /** Ours: who looks after it, and who said that it is good as it stands. */
  owner_id: NullableId,
  approved_by: NullableId,
  approved_at: NullableText,
  usage_1h: Uses,
  usage_24h: Uses,
  usage_7d: Uses,
  usage_30d: Uses,
  permissions: Type.Optional(Type.Object({ can_edit: Type.Boolean(), can_delete: Type.Boolean() })),
  /** Ours: how often its comment was sent in the last 30 days, and how much of that changed before. */
  edits: Type.Optional(
    Type.Object({
      sent: Type.Integer(),
      edited: Type.Integer(),
      rate: Type.Union([Type.Number(), Type.Null()]),
    }),
  ),
})

/** How often a macro's comment was sent, and how often it was another by then. */
export type Edits = ReadonlyMap<number, { readonly sent: number; readonly edited: number }>

export type ShowingMacros = Presenting & {
  /** Set where the reply says what this viewer may do. */
  readonly permissionsOf?: Viewer
  readonly edits?: Edits
}

/** The macro of zendesk-api.md 2.10. */
export const presentMacro = (showing: ShowingMacros) => (document: PolicyDocument) => {
  const { id, body } = document
  const title = String(body.title ?? '')
  const { permissionsOf: viewer, edits } = showing
  return {
    url: `${showing.origin}/api/v2/macros/${id}.json`,
    id,
    title,
    raw_title: title,
    active: body.active !== false,
    default: body.default === true,
    position: Number(body.position ?? 0),
    description: typeof body.description === 'string' ? body.description : null,
    actions: Array.isArray(body.actions) ? body.actions : [],
    restriction: presentRestriction(body),
    ...timesOf(document, showing),
    owner_id: typeof body.owner_id === 'number' ? body.owner_id : null,
    approved_by: typeof body.approved_by === 'number' ? body.approved_by : null,
    approved_at: typeof body.approved_at === 'string' ? body.approved_at : null,
    ...(viewer === undefined ? {} : { permissions: permissionsIn(viewer, document) }),
    ...(edits === undefined ? {} : { edits: editsIn(edits, id) }),
  }
}

const permissionsIn = (viewer: Viewer, { body }: PolicyDocument) => {
  const may = mayWrite(viewer, 'macros', restrictionOf(body))
  return { can_edit: may, can_delete: may }
}

const editsIn = (edits: Edits, id: number) => {
  const { sent, edited } = edits.get(id) ?? { sent: 0, edited: 0 }
  return { sent, edited, rate: sent === 0 ? null : Math.round((edited / sent) * 1000) / 1000 }
}
