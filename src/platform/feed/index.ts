export { type FeedDispatcher, type FeedGround, feedDispatcher } from './dispatcher.ts'
export { FEED_CHANNEL } from './store.ts'
