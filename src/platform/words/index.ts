export { highlight } from './highlight.ts'
export { type AllSought, type Sought, soughtIn, tsqueryOf } from './sought.ts'
export { type Part, vectorOf, type Weight } from './vector.ts'
