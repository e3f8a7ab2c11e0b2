import { Type } from 'typebox'

const MAX_EDITS = 100
/** One edit of a change request: `body` is what the kind's own route takes, inside its wrapper. */
const Edit = Type.Object({
  kind: Type.String({ minLength: 1, maxLength: 40 }),
  id: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.String({ minLength: 1, maxLength: 40 })])),
  op: Type.Union([
    Type.Literal('create'),
    Type.Literal('update'),
    Type.Literal('delete'),
    Type.Literal('reorder'),
  ]),
  body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export const Edits = Type.Array(Edit, { minItems: 1, maxItems: MAX_EDITS })
