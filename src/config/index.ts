export { type Applied, type ApplyOptions, type ApplyOutcome, applyTree } from './apply.ts'
export type { Problem, SourceFile } from './core/index.ts'
export { readDirectory } from './read-directory.ts'
