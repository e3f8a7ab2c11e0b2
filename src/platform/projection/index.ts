export { type Projection, type ProjectionService, projectionService } from './projection.ts'
export { isBuilt, waitingIds } from './store.ts'
