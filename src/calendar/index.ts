export * from './core/index.ts'
export * from './hours-lines.ts'
