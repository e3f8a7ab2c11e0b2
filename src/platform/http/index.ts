export { type Authenticate, anonymousCaller, type Caller, type Credentials } from './caller.ts'
export { createDrain, type Drain } from './drain.ts'
export { badParameter } from './errors.ts'
export { type HealthDeps, type ReadinessCheck, serveHealth } from './health.ts'
export type { ProcessIdentity } from './idempotency.ts'
export { idempotencyEraser, idempotencySweep } from './idempotency-store.ts'
export { askRoute } from './inner-request.ts'
export type { FormFile } from './multipart.ts'
export { createRates, type Rates, rateBudgetSweep } from './rates.ts'

export {
  type ApiReply,
  type ApiRequest,
  type IdempotencyClaim,
  type Method,
  type RateClass,
  type Route,
  route,
} from './route.ts'
export { FILE_POLICY } from './security-headers.ts'
export { createServer, type ServerDeps } from './server.ts'
