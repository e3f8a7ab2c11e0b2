export { customFieldId, type OwnKeys } from './keywords.ts'
export { MAX_QUERY_LENGTH, type QueryProblem, readQuery, type SearchQuery } from './read-query.ts'
export { VIA_GROUPS } from './values.ts'
