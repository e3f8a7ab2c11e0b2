import { canonicalJson, type Id, type Json, Refused } from '../kernel/index.ts'
import { SYSTEM } from '../people/core/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Ground } from '../platform/ground.ts'
import type { DocumentChange, PolicySnapshot } from '../platform/policy/index.ts'
import { checkWhole } from '../tickets/index.ts'
import { checkDocument, checkSettings } from './check.ts'
import {
  type ConfigDocument,
  isObject,
  KINDS,
  type Lookup,
  type Problem,
  readTree,
  resolved,
  type SourceFile,
  type Tree,
  wordsOf,
} from './core/index.ts'
import { attempted, type Desk, deskOn } from './desk.ts'
import { type Known, knownOf } from './known.ts'
import { putInOrder } from './order.ts'
import { distinct, problemAt, refusedProblems } from './problems.ts'
import { identitiesIn, noteIdentities } from './store.ts'
import { write, writeSettings } from './write.ts'

/** What applying a tree did, or would do, to one thing of the desk. */
export type Applied = {
  readonly kind: string
  readonly id: Id
  readonly title: string
  readonly change: 'created' | 'changed'
}

export type ApplyOutcome =
  | { readonly ok: true; readonly version: number; readonly changes: readonly Applied[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export type ApplyOptions = { readonly reason: string | null; readonly isDryRun?: boolean }

/**
 * Makes the desk what a tree says of it, as one version of the policy, or nothing of it where anything is wrong. What
 * the tree does not name stays as it is. Applied again it changes nothing. A dry run takes everything back.
 */
export const applyTree = async (
  ground: Ground,
  files: readonly SourceFile[],
  options: ApplyOptions,
): Promise<ApplyOutcome> => {
  const tree = readTree(files)
  try {
    const outcome = await ground.db.transaction(async (tx) => {
      const found = await applied(ground, tx, tree, options)
      if (!found.ok || options.isDryRun) throw new TakenBack(found)
      return found
    })
    ground.wake()
    return outcome
  } catch (error) {
    if (error instanceof TakenBack) return error.outcome
    throw error
  }
}

class TakenBack extends Error {
  readonly outcome: ApplyOutcome
  constructor(outcome: ApplyOutcome) {
    super('taken back')
    this.outcome = outcome
  }
}

const applied = async (
  ground: Ground,
  tx: Db,
  tree: Tree,
  { reason }: ApplyOptions,
): Promise<ApplyOutcome> => {
  const standing = await ground.policy.standing(tx)
  const desk = deskOn(ground, tx, standing)
  const known = knownOf(desk, tree, await identitiesIn(tx))
  const groups = new Map((await allGroups(desk)).map((one) => [one.id, canonicalJson(one)]))
  const problems = [...tree.problems, ...(await writeAll(desk, known, tree, ground))]
  const changes = desk.draft.changes().filter(isTold)
  if (problems.length === 0) problems.push(...(await wholeProblems(tx, standing, changes)))
  if (problems.length > 0) return { ok: false, problems: distinct(problems) }
  await noteIdentities(tx, known.identities())
  const edits = changes.map(({ kind, id, after }) => ({ kind, id, body: after }))
  const given = { text: reason, breaksGlass: false }
  const why = { authorId: null, reason: 'apply configuration', at: ground.clock.now(), via: 'cli', given }
  const version = await ground.policy.edit(tx, why, edits)
  const rows = (await allGroups(desk)).flatMap((group): Applied[] => {
    const before = groups.get(group.id)
    if (before === canonicalJson(group)) return []
    return [{ kind: 'group', id: group.id, title: group.name, change: before ? 'changed' : 'created' }]
  })
  return { ok: true, version, changes: [...rows, ...changes.map(toldOf)] }
}

const allGroups = (desk: Desk) => desk.people.groups(SYSTEM)

/** Writes the documents of all kinds, and goes on where one is refused: all that is wrong is told at once. */
const writeAll = async (desk: Desk, known: Known, tree: Tree, { clock }: Ground): Promise<Problem[]> => {
  const problems: Problem[] = []
  for (const { kind } of KINDS) {
    const documents = tree.documents.get(kind) ?? []
    if (documents.length === 0) continue
    const lookup = await known.lookup()
    const ids = new Map<string, Id>()
    for (const document of documents) {
      const outcome = await writeOne(desk, known, document, lookup)
      if (typeof outcome === 'number') ids.set(document.key, outcome)
      else problems.push(...outcome)
    }
    const order = (tree.orders.get(kind) ?? []).flatMap((key) => ids.get(key) ?? [])
    await putInOrder(desk, kind, order, clock.now())
  }
  for (const document of tree.documents.get('account_settings') ?? [])
    problems.push(...(await settled(desk, document, await known.lookup())))
  return problems
}

const writeOne = async (
  desk: Desk,
  known: Known,
  document: ConfigDocument,
  lookup: Lookup,
): Promise<Id | readonly Problem[]> => {
  const { kind, body } = document
  const { position: _place, ...said } = body
  const names = resolved(kind, said, lookup)
  try {
    const id = await known.idOf(document)
    const standing = id === undefined ? undefined : (await desk.policy()).document(kind, id)?.body
    const told = [...checkDocument(desk, document, standing), ...names.told]
    if (told.length === 0 && !names.isBlocked) {
      const written = await attempted(desk.tx, () => write(desk, { kind, id, body: names.body }))
      known.note(document, written)
      return written
    }
    known.fail(document)
    return told.map(({ path, message }) => problemAt(document, path, message))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    known.fail(document)
    return refusedProblems(document, error)
  }
}

const settled = async (desk: Desk, document: ConfigDocument, lookup: Lookup): Promise<readonly Problem[]> => {
  const { body, told: misnamed, isBlocked } = resolved(document.kind, document.body, lookup)
  const told = [...(await checkSettings(desk, document)), ...misnamed]
  if (told.length > 0 || isBlocked) return told.map(({ path, message }) => problemAt(document, path, message))
  try {
    await attempted(desk.tx, () => writeSettings(desk, body))
    return []
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return refusedProblems(document, error)
  }
}

const wholeProblems = async (
  tx: Db,
  standing: PolicySnapshot,
  changes: readonly DocumentChange[],
): Promise<readonly Problem[]> => {
  try {
    await checkWhole(tx, standing, changes)
    return []
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return (error.refusal.details ?? []).map(({ description }) => ({
      file: '.',
      line: 1,
      field: null,
      message: description,
    }))
  }
}

/** A change but for the time of it is none. */
const isTold = ({ before, after }: DocumentChange): boolean =>
  before === null || canonicalJson(timeless(before)) !== canonicalJson(timeless(after))

const timeless = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(timeless)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (key === 'updated_at' ? [] : [[key, timeless(part)]])),
  )
}

const toldOf = ({ kind, id, before, after }: DocumentChange): Applied => ({
  kind,
  id,
  title: String(after?.title ?? after?.name ?? after?.agent_label ?? after?.label ?? wordsOf(kind)),
  change: before === null ? 'created' : 'changed',
})
