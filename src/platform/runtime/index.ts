export { type OpenDatabase, openDatabase } from './open-database.ts'
export { platformModule } from './platform-module.ts'
export { readinessChecks } from './readiness.ts'
export { type WorkerDeps, type Workers, workersOf } from './workers.ts'
