import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { Redis } from 'ioredis'
import { onTestFinished } from 'vitest'
import { sql } from '../../src/store/sql.ts'
import type { Village } from './village.ts'

const tablesOf = async ({ installation }: Village): Promise<string> => {
  const tables = await installation.database.rows<{ name: string }>(sql`
    SELECT format('bullmq.%I', tablename) AS name FROM pg_tables
     WHERE schemaname = 'bullmq' AND tablename NOT IN ('migration', 'meta')`)
  return tables.map(({ name }) => name).join(', ')
}

/** Everything that the queues hold is lost, as with FLUSHALL or a table that somebody emptied. */
export const wipeQueues = async (village: Village): Promise<void> => {
  const { redisUrl } = village.installation.configuration.environment
  if (redisUrl === null) {
    await village.installation.database.run({ text: `TRUNCATE ${await tablesOf(village)}`, values: [] })
    return
  }
  const redis = new Redis(redisUrl)
  await redis.flushdb()
  redis.disconnect()
}

/** From now on keeps what goes into the queues, word by word; gives all of it so far. */
export const watchQueues = async (village: Village): Promise<() => Promise<string>> => {
  const { database, configuration } = village.installation
  const { redisUrl } = configuration.environment
  if (redisUrl === null) {
    await database.run({ text: 'CREATE TABLE seen_job (words text)', values: [] })
    await database.run({
      text: `CREATE FUNCTION keep_job() RETURNS trigger LANGUAGE plpgsql
             AS 'BEGIN INSERT INTO public.seen_job VALUES (to_jsonb(NEW)::text); RETURN NEW; END'`,
      values: [],
    })
    await database.run({
      text: 'CREATE TRIGGER keep AFTER INSERT OR UPDATE ON bullmq.job FOR EACH ROW EXECUTE FUNCTION keep_job()',
      values: [],
    })
    return async () => {
      const seen = await database.rows<{ words: string }>(sql`SELECT words FROM seen_job`)
      return seen.map(({ words }) => words).join('\n')
    }
  }
  const asking = new Redis(redisUrl)
  const { hostname, port, pathname } = new URL(redisUrl)
  // By hand: ioredis reads what is told in one breath with the answer to MONITOR as answers to nobody's questions.
  const monitor = connect(Number(port || 6379), hostname)
  onTestFinished(() => {
    monitor.destroy()
    asking.disconnect()
  })
  // A server tells of all its databases, those of other test files among them.
  const ours = new RegExp(`^\\+\\S+ \\[${pathname.slice(1)} `)
  const seen: string[] = []
  const hearing = createInterface(monitor)
  hearing.on('line', (line) => void (ours.test(line) && seen.push(line)))
  monitor.write('MONITOR\r\n')
  await once(hearing, 'line')
  return async () => {
    // What came before this word has been heard once the word itself has.
    const heard = new Promise<void>((resolve) => {
      hearing.on('line', (line) => line.endsWith('"enough"') && resolve())
    })
    await asking.echo('enough')
    await heard
    return seen.join('\n')
  }
}
