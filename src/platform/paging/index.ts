export { idList, valueList } from './id-list.ts'
export { type Listing, type ListSource, list, type Sort } from './list.ts'
export { type Asked, listReply, listSchema } from './list-reply.ts'
export { paged } from './paged.ts'
export {
  type Order,
  type Paging,
  type PagingQuery,
  pagingQuery,
  parsePaging,
  type Sorting,
} from './paging.ts'
export { includedNames, includedNamesByKind, type SideLoader, sideload } from './sideload.ts'
