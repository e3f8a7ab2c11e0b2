export { hasLife, type LifePlan, type Lived, live, type Progress } from './live.ts'
export type { Refused } from './scribe.ts'
