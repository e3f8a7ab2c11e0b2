export * from './action.ts'
export type { ActionRules } from './action-values.ts'
export { parseActions } from './actions.ts'
export type { Column, ColumnName, Columns, DeskHours, MomentName, SqlContext } from './columns.ts'
export * from './condition.ts'
export * from './conditions.ts'
export { conversationValues, type ToldComment } from './conversation.ts'
export type { DeskValues, FieldValues, Named } from './definition-values.ts'
export { type Definition, type Definitions, definitionsOf } from './definitions.ts'
export { dueAt, onceSince } from './due-at.ts'
export { DUE_FIELDS } from './due-fields.ts'
export { type FindContent, withContent } from './dynamic-content.ts'
export * from './facts.ts'
export { type Fragment, sqlOf } from './fragment.ts'
export {
  contradictions,
  type Finding,
  isTooLarge,
  lacksAnchor,
  lacksTime,
  neverFires,
} from './lint.ts'
export { nullifies } from './nullify.ts'
export {
  type Audience,
  bareValues,
  isCommentPlaceholder,
  type PlaceholderFacts,
  type PlaceholderField,
  valuesFor,
} from './placeholders.ts'
export { SCORES as SATISFACTION_WORDS } from './scores.ts'
export {
  escapeHtml,
  type Format,
  type Late,
  Markup,
  placeholdersOf,
  type Rendering,
  render,
} from './template.ts'
export { toSql, turnedSql } from './to-sql.ts'
export * from './via.ts'
export { findField, vocabulary } from './vocabulary.ts'
