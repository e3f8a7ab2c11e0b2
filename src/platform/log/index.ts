export { createLogger, LOGGED_FIELDS } from './create-logger.ts'
