export { type TimerGround, type TimerService, timerService } from './timer-service.ts'
