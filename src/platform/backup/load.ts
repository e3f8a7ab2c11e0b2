import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Ground } from '../ground.ts'
import { burdensOf, type Client, MARKER } from './catalogue.ts'
import { BackupError } from './failure.ts'
import { addJobs, type WaitingJob } from './jobs.ts'
import { BLOBS, JOBS, KEY, type Manifest, TABLES } from './manifest.ts'
import type { Entry } from './read-archive.ts'

export type Loading = {
  readonly client: pg.Client
  readonly manifest: Manifest
  readonly blobs: Ground['blobs']
}

export type Loaded = { readonly rows: number; readonly blobs: number; readonly key: Buffer | undefined }

/**
 * Brings the entries into the tables of the open transaction and into the store. Indexes and foreign keys are taken
 * off before and made again after, which also holds every reference to be whole.
 */
export const load = async (
  loading: Loading,
  entries: AsyncIterable<Entry>,
  tell: (entry: Entry) => void,
): Promise<Loaded> => {
  const { client, manifest } = loading
  const burdens = await burdensOf(client)
  for (const { drop } of burdens.toReversed()) await client.query(drop)
  await emptyTables(client, manifest)
  const loaded = await loadEntries(loading, entries, tell)
  for (const { make } of burdens) await client.query(make)
  return loaded
}

/** What migrations put into tables is in the backup too. */
const emptyTables = async (client: Client, { tables }: Manifest): Promise<void> => {
  const names = tables.map(({ name }) => pg.escapeIdentifier(name))
  for (const name of names) await client.query(`alter table ${name} disable trigger user`)
  await client.query(`truncate ${names.join(', ')}`)
  for (const name of names) await client.query(`alter table ${name} enable trigger user`)
}

const loadEntries = async (
  loading: Loading,
  entries: AsyncIterable<Entry>,
  tell: (entry: Entry) => void,
): Promise<Loaded> => {
  const tables = tableLoader(loading)
  const stored = storing(loading.blobs)
  let key: Buffer | undefined
  for await (const entry of entries) {
    const { name, bytes } = entry
    if (name.startsWith(TABLES)) await tables.take(name.split('/')[1]!, bytes)
    else if (name.startsWith(BLOBS)) await stored.take(name.slice(BLOBS.length), bytes)
    else if (name === JOBS) await addJobs(loading.client, JSON.parse(bytes.toString()) as WaitingJob[])
    else if (name === KEY) key = bytes
    tell(entry)
  }
  return { rows: await tables.end(), blobs: await stored.end(), key }
}

/** Feeds the parts of each table, which follow each other, into one COPY. */
const tableLoader = ({ client, manifest }: Loading) => {
  const columns = new Map(manifest.tables.map((table) => [table.name, table.columns]))
  let open: { readonly name: string; readonly stream: ReturnType<typeof copyFrom> } | undefined
  let rows = 0
  const end = async (): Promise<number> => {
    if (open === undefined) return rows
    const { stream } = open
    open = undefined
    stream.end()
    await finished(stream)
    rows += stream.rowCount
    return rows
  }
  const begin = (name: string): NonNullable<typeof open> => {
    const list = columns.get(name)?.map(pg.escapeIdentifier).join(', ')
    if (list === undefined)
      throw new BackupError(`The backup is damaged: it has rows of ${name} and no such table.`)
    return { name, stream: client.query(copyFrom(`copy ${pg.escapeIdentifier(name)} (${list}) from stdin`)) }
  }
  const take = async (name: string, bytes: Buffer): Promise<void> => {
    if (open?.name !== name) {
      await end()
      open = begin(name)
    }
    const { stream } = open!
    if (!stream.write(bytes)) await once(stream, 'drain')
  }
  return { take, end }
}

const AT_A_TIME = 8

/** Several at a time: each waits for the disk. */
const storing = (blobs: Ground['blobs']) => {
  const running = new Set<Promise<void>>()
  let count = 0
  return {
    take: async (name: string, bytes: Buffer): Promise<void> => {
      const work = blobs.restore(name, bytes).finally(() => running.delete(work))
      running.add(work)
      count++
      if (running.size >= AT_A_TIME) await Promise.race(running)
    },
    end: async (): Promise<number> => {
      await Promise.all(running)
      return count
    },
  }
}

/** Numbers given since the backup are never given again: they stand in mails, in bookmarks, in other systems. */
const SHARE_SKIPPED = 0.02
const LEAST_SKIPPED = 1000

/** What a restored desk must not take over as it was; the last statement takes the mark away. */
export const settle = async (
  client: Client,
  manifest: Manifest,
  { skip, isHolding }: { readonly skip: number | undefined; readonly isHolding: boolean },
): Promise<{ readonly held: number }> => {
  const beyond = (last: number): number =>
    last + (skip ?? Math.max(LEAST_SKIPPED, Math.ceil(last * SHARE_SKIPPED)))
  for (const { name, last } of manifest.sequences) {
    if (last !== null)
      await client.query('select setval($1::text::regclass, $2)', [pg.escapeIdentifier(name), beyond(last)])
  }
  const { rows } = await client.query<{ last: number }>('select coalesce(max(position), 0) as last from feed')
  await client.query(
    `insert into feed (position, subject, subject_id, seq, at)
     select $1, 'restore', 0, 0, greatest(now(), (select max(at) from feed))`,
    [beyond(Number(rows[0]!.last)) + 1],
  )
  const held = isHolding ? await hold(client, manifest) : 0
  await client.query(`drop table ${MARKER}`)
  return { held }
}

const hold = async (client: Client, { leaving }: Manifest): Promise<number> => {
  const { rowCount } = await client.query(
    `update outbox set state = 'held', lease_owner = null, lease_until = null
     where state = 'waiting' and kind = any($1::text[])`,
    [leaving],
  )
  return rowCount ?? 0
}
